package org.assent.dicomweb.enforcement;

import java.util.Map;
import java.util.Set;
import org.assent.ledger.identity.OrganizationId;

/** Which studies a search may find: the condition that goes into its query. */
public sealed interface Listing {

    /**
     * Only these.
     *
     * @param studies held here
     * @param shared by other sites, each with the source whose share is in force: never for other organizations
     */
    record Only(Set<String> studies, Map<String, OrganizationId> shared) implements Listing {
        public Only {
            studies = Set.copyOf(studies);
            shared = Map.copyOf(shared);
        }
    }

    /** Every study held here but the hidden ones, and these shared by other sites, each with its source. */
    record Local(Set<String> hidden, Map<String, OrganizationId> shared) implements Listing {
        public Local {
            hidden = Set.copyOf(hidden);
            shared = Map.copyOf(shared);
        }
    }
}
