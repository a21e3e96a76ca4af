package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * Ends a suspension. Signed by m of the n accreditors.
 *
 * @param organization which one
 * @param standing the leaf's standing + 1, hence even if it has an effect
 * @param expires block time after which it can no longer take effect, whole seconds, at most 7 days ahead
 */
public record ReinstateOrganization(OrganizationId organization, long standing, Instant expires)
        implements Transaction {

    public ReinstateOrganization {
        Checks.range("standing of an organization", standing, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
