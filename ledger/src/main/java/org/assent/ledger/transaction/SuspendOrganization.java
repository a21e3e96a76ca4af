package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * Takes a member's transactions, requests and shares out of force until it is reinstated. Signed by m of the n accreditors.
 *
 * @param organization which one
 * @param revision the leaf's revision + 1
 * @param expires block time after which it can no longer take effect, whole seconds, at most 7 days ahead
 */
public record SuspendOrganization(OrganizationId organization, long revision, Instant expires) implements Transaction {

    public SuspendOrganization {
        Checks.range("revision of an organization", revision, 2, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
