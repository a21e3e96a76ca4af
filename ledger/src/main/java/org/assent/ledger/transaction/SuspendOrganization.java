package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * Takes a member's transactions, requests and shares out of force until it is reinstated. Signed by m of the n accreditors.
 *
 * @param organization which one
 * @param standing the leaf's standing + 1, hence odd if it has an effect
 * @param expires block time after which it can no longer take effect, whole seconds, at most 7 days ahead
 */
public record SuspendOrganization(OrganizationId organization, long standing, Instant expires) implements Transaction {

    public SuspendOrganization {
        Checks.range("standing of an organization", standing, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
