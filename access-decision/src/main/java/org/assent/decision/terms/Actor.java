package org.assent.decision.terms;

import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/** Whom a rule is about. */
public sealed interface Actor {

    /** The organization that the request is made for. */
    OrganizationId organization();

    /** Everybody who asks for the organization. */
    record ByOrganization(OrganizationId organization) implements Actor {}

    /** One person or client of an organization, by the opaque id, 1 to 128 characters, that it gives it. */
    record ByMember(OrganizationId organization, String actor) implements Actor {
        public ByMember {
            Checks.text("actor", actor, 128);
        }
    }
}
