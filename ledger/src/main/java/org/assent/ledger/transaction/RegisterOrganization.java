package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.OrganizationProfile;

/**
 * Opens an organization's leaf. Signed by its root key and by m of the n accreditors that Governance names.
 *
 * @param profile its keys by role, addresses, TLS pins, flags and implicit policies
 * @param expires block time after which it can no longer take effect, whole seconds, at most 7 days ahead
 */
public record RegisterOrganization(OrganizationProfile profile, Instant expires) implements Transaction {

    public RegisterOrganization {
        Checks.wholeSeconds("expires", expires);
    }

    /** The id that the first root key gives it. */
    public OrganizationId organization() {
        return profile.organization();
    }
}
