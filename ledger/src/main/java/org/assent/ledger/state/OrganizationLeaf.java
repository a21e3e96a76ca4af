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
 * @param emergencies what it declared so far
 * @param quotaMilliunits what it may still submit, in thousandths of a unit
 * @param quotaAt block time at which that was so, whole milliseconds
 */
public record OrganizationLeaf(
        OrganizationProfile profile,
        long revision,
        boolean suspended,
        Emergencies emergencies,
        long quotaMilliunits,
        Instant quotaAt)
        implements Leaf {

    public OrganizationLeaf {
        Checks.range("revision of an organization", revision, 1, Long.MAX_VALUE);
        Checks.notNegative("quota", quotaMilliunits);
        Checks.wholeMillis("quota time", quotaAt);
    }

    /** An organization just accredited: revision 1, no emergencies, a balance of units. */
    public static OrganizationLeaf registered(OrganizationProfile profile, long quotaMilliunits, Instant quotaAt) {
        return new OrganizationLeaf(profile, 1, false, Emergencies.NONE, quotaMilliunits, quotaAt);
    }

    /** The same with another profile, one revision on. */
    public OrganizationLeaf updated(OrganizationProfile newProfile) {
        return new OrganizationLeaf(newProfile, revision + 1, suspended, emergencies, quotaMilliunits, quotaAt);
    }

    /** The same suspended or not, one revision on. */
    public OrganizationLeaf suspended(boolean now) {
        return new OrganizationLeaf(profile, revision + 1, now, emergencies, quotaMilliunits, quotaAt);
    }

    /** The same with what was declared. */
    public OrganizationLeaf with(Emergencies declared) {
        return new OrganizationLeaf(profile, revision, suspended, declared, quotaMilliunits, quotaAt);
    }

    /** The same with another balance. */
    public OrganizationLeaf withQuota(long milliunits, Instant at) {
        return new OrganizationLeaf(profile, revision, suspended, emergencies, milliunits, at);
    }

    /** The keys of a role that are valid at the height, possibly none. */
    public List<PublicKey> keys(OrganizationKey.Role role, long height) {
        return profile.keys().stream()
                .filter(key -> key.role() == role && key.validAt(height))
                .map(OrganizationKey::key)
                .toList();
    }
}
