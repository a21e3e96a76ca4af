package org.assent.abci.rules;

import java.util.Optional;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;

/** Where committed leaves are read: the authenticated map of one height. */
@FunctionalInterface
public interface LeafSource {

    /** The leaf of a key with its annex, if there is one. */
    Optional<ChangedLeaf> leaf(LeafKey key);
}
