package org.assent.custody.decision;

import java.util.Set;

/** What a requester may find, as a condition for a query. */
public sealed interface Findable {

    /** Only these studies, possibly none: the case of other organizations. */
    record Only(Set<String> studyInstanceUids, long height) implements Findable {
        public Only {
            studyInstanceUids = Set.copyOf(studyInstanceUids);
        }
    }

    /**
     * Every study held here but those, and these shared by other sites: the case of the site's own people.
     *
     * @param hidden StudyInstanceUIDs of studies held here
     * @param shared StudyInstanceUIDs of studies of other sites
     */
    record Local(Set<String> hidden, Set<String> shared, long height) implements Findable {
        public Local {
            hidden = Set.copyOf(hidden);
            shared = Set.copyOf(shared);
        }
    }

    /** The site cannot decide for others now: 503 for every request of another organization. */
    record Undecided() implements Findable {}
}
