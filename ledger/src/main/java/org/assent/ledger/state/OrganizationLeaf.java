package org.assent.ledger.state;

import java.time.Instant;
import java.util.List;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.signature.PublicKey;

/**
 * What the authenticated map holds of an organization. Counters are never lowered.
 *
 * @param profile keys, addresses, pins, flags and policies as last accredited
 * @param revision number of changes of the profile, from 1
 * @param suspended whether its transactions and requests are refused
 * @param emergencies number of emergencies declared so far
 * @param quotaMilliunits what it may still submit, in thousandths of a unit
 * @param quotaAt block time at which that was so, whole milliseconds
 */
public record OrganizationLeaf(
        OrganizationProfile profile,
        long revision,
        boolean suspended,
        long emergencies,
        long quotaMilliunits,
        Instant quotaAt)
        implements Leaf {

    public OrganizationLeaf {
        Checks.range("revision of an organization", revision, 1, Long.MAX_VALUE);
        Checks.notNegative("emergencies", emergencies);
        Checks.notNegative("quota", quotaMilliunits);
        Checks.wholeMillis("quota time", quotaAt);
    }

    /** The keys of a role that are valid at the height, possibly none. */
    public List<PublicKey> keys(OrganizationKey.Role role, long height) {
        return profile.keys().stream()
                .filter(key -> key.role() == role && key.validAt(height))
                .map(OrganizationKey::key)
                .toList();
    }
}
