package org.assent.authorization.principal;

import java.util.Set;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;

/** Whom a request comes from, once that is proven. */
public sealed interface Principal {

    /** For which organization. */
    OrganizationId organization();

    /** Opaque id of the person or client within it; never a name. */
    String actor();

    /** What groups its requests into one access: a session or token id that cannot be used to ask again. */
    String session();

    /** Why it asks; at least one. */
    Set<PurposeOfUse> purposes();

    /** A person of this organization, signed in. */
    record Person(
            OrganizationId organization, String actor, String session, Set<PurposeOfUse> purposes, Set<Role> roles)
            implements Principal {
        public Person {
            purposes = Set.copyOf(purposes);
            roles = Set.copyOf(roles);
        }
    }

    /** A program of this organization, with its token: EHR, modality, script. */
    record Client(
            OrganizationId organization, String actor, String session, Set<PurposeOfUse> purposes, Set<Role> roles)
            implements Principal {
        public Client {
            purposes = Set.copyOf(purposes);
            roles = Set.copyOf(roles);
        }
    }

    /**
     * Another organization, with a token issued here to its registered key.
     *
     * @param patientId logical id of the local Patient that the token is about
     */
    record Peer(OrganizationId organization, String actor, String session, Set<PurposeOfUse> purposes, String patientId)
            implements Principal {
        public Peer {
            purposes = Set.copyOf(purposes);
        }
    }
}
