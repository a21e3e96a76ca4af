package org.assent.dicomweb.enforcement;

import java.util.Set;

/** Which studies a search may find: the condition that goes into its query. */
public sealed interface Listing {

    /**
     * Only these.
     *
     * @param sharedToo whether they are looked for among what other sites share, too: never for other organizations
     */
    record Only(Set<String> studies, boolean sharedToo) implements Listing {
        public Only {
            studies = Set.copyOf(studies);
        }
    }

    /** Every study held here but the hidden ones, and these shared by other sites. */
    record Local(Set<String> hidden, Set<String> shared) implements Listing {
        public Local {
            hidden = Set.copyOf(hidden);
            shared = Set.copyOf(shared);
        }
    }
}
