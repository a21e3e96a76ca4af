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
 * @param standing how often it was suspended or reinstated, from 0; a number of its own, so that it cannot put off its
 *     suspension by changing its profile
 * @param emergencies what it declared so far
 * @param quotaMilliunits what it may still submit, in thousandths of a unit
 * @param quotaAt block time at which that was so, whole milliseconds
 */
public record OrganizationLeaf(
        OrganizationProfile profile,
        long revision,
        long standing,
        Emergencies emergencies,
        long quotaMilliunits,
        Instant quotaAt)
        implements Leaf {

    public OrganizationLeaf {
        Checks.range("revision of an organization", revision, 1, Long.MAX_VALUE);
        Checks.notNegative("standing", standing);
        Checks.notNegative("quota", quotaMilliunits);
        Checks.wholeMillis("quota time", quotaAt);
    }

    /** An organization just accredited: revision 1, no emergencies, a balance of units. */
    public static OrganizationLeaf registered(OrganizationProfile profile, long quotaMilliunits, Instant quotaAt) {
        return new OrganizationLeaf(profile, 1, 0, Emergencies.NONE, quotaMilliunits, quotaAt);
    }

    /** The same with another profile, one revision on. */
    public OrganizationLeaf updated(OrganizationProfile newProfile) {
        return new OrganizationLeaf(newProfile, revision + 1, standing, emergencies, quotaMilliunits, quotaAt);
    }

    /** Whether its transactions and requests are refused. */
    public boolean suspended() {
        return standing % 2 == 1;
    }

    /** The same suspended, if it is in force; in force, if it is suspended. */
    public OrganizationLeaf withStandingChanged() {
        return new OrganizationLeaf(profile, revision, standing + 1, emergencies, quotaMilliunits, quotaAt);
    }

    /** The same with what was declared. */
    public OrganizationLeaf with(Emergencies declared) {
        return new OrganizationLeaf(profile, revision, standing, declared, quotaMilliunits, quotaAt);
    }

    /** The same with another balance. */
    public OrganizationLeaf withQuota(long milliunits, Instant at) {
        return new OrganizationLeaf(profile, revision, standing, emergencies, milliunits, at);
    }

    /** The keys of a role that are valid at the height, possibly none. */
    public List<PublicKey> keys(OrganizationKey.Role role, long height) {
        return profile.keys().stream()
                .filter(key -> key.role() == role && key.validAt(height))
                .map(OrganizationKey::key)
                .toList();
    }
}
