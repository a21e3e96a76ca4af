package org.assent.decision.request;

import java.util.Set;
import org.assent.ledger.identity.OrganizationId;

/**
 * Who asks, and why.
 *
 * @param organization for which the request is made
 * @param actor opaque id of the person or client within that organization; never a name
 * @param purposes why, at least one
 */
public record Requester(OrganizationId organization, String actor, Set<PurposeOfUse> purposes) {

    public Requester {
        purposes = Set.copyOf(purposes);
        if (purposes.isEmpty()) {
            throw new IllegalArgumentException("a request has at least one purpose of use");
        }
    }
}
