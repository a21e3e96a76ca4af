package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.OrganizationProfile;

/**
 * Replaces what an organization says of itself. Signed by one of its root keys; if its name, its flags or a policy differ, for
 * which accreditors vouch, by m of n of them too. The first root key never changes, and need not be among the keys any more.
 *
 * @param profile as it is to be, whole
 * @param revision the leaf's revision + 1
 * @param expires block time after which it can no longer take effect, whole seconds, at most 7 days ahead
 */
public record UpdateOrganization(OrganizationProfile profile, long revision, Instant expires) implements Transaction {

    public UpdateOrganization {
        Checks.range("revision of an organization", revision, 2, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }

    /** Whose leaf it changes. */
    public OrganizationId organization() {
        return profile.organization();
    }
}
