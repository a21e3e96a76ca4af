package org.assent.abci.rules;

import java.util.List;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.transaction.RejectCode;

/** What becomes of one transaction. */
public sealed interface Outcome {

    /**
     * It takes effect.
     *
     * @param changes the leaves as they are to be, each once
     */
    record Applied(List<ChangedLeaf> changes) implements Outcome {
        public Applied {
            changes = List.copyOf(changes);
        }
    }

    /** Its effect is there already, from an earlier submission of the same; nothing changes. */
    record AlreadyApplied() implements Outcome {}

    /** It is refused; nothing changes. */
    record Rejected(RejectCode code) implements Outcome {}
}
