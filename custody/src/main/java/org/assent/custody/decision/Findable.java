package org.assent.custody.decision;

import java.util.Map;
import java.util.Set;
import org.assent.ledger.identity.OrganizationId;

/** What a requester may find, as a condition for a query. */
public sealed interface Findable {

    /**
     * Only these studies, possibly none: the case of other organizations.
     *
     * @param studyInstanceUids of studies held here
     * @param shared StudyInstanceUIDs of studies of other sites, each with the source whose share is in force; never for
     *     other organizations
     */
    record Only(Set<String> studyInstanceUids, Map<String, OrganizationId> shared, long height) implements Findable {
        public Only {
            studyInstanceUids = Set.copyOf(studyInstanceUids);
            shared = Map.copyOf(shared);
        }
    }

    /**
     * Every study held here but those, and these shared by other sites: the case of the site's own people.
     *
     * @param hidden StudyInstanceUIDs of studies held here
     * @param shared StudyInstanceUIDs of studies of other sites, each with the source whose share is in force
     */
    record Local(Set<String> hidden, Map<String, OrganizationId> shared, long height) implements Findable {
        public Local {
            hidden = Set.copyOf(hidden);
            shared = Map.copyOf(shared);
        }
    }

    /** The site cannot decide for others now: 503 for every request of another organization. */
    record Undecided() implements Findable {}
}
