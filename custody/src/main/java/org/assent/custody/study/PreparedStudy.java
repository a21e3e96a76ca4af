package org.assent.custody.study;

import java.util.Optional;
import org.assent.custody.subject.KeptSubject;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.transaction.StudyRecord;

/**
 * A study that is ready for the ledger.
 *
 * @param waiting what the archive said
 * @param description what it is; empty if it was deleted and is to be withdrawn
 * @param subject whose it is
 * @param held its openings
 * @param root of its manifest; for a withdrawal the last one
 */
record PreparedStudy(
        StudyCatalogue.Unregistered waiting,
        Optional<StudyDescription> description,
        KeptSubject subject,
        HeldStudy held,
        Bytes32 root) {

    /** Whether the leaf says already what this study would say. */
    boolean done(Optional<StudyLeaf> leaf) {
        return leaf.isPresent()
                && leaf.orElseThrow().withdrawn() == description.isEmpty()
                && held.opening(root).opens(leaf.orElseThrow());
    }

    /** What is to be submitted over the leaf as it is. */
    StudyRecord record(Optional<StudyLeaf> leaf) {
        return new StudyRecord(
                held.ref(),
                held.opening(root).commitment(),
                leaf.map(StudyLeaf::revision).orElse(0L) + 1,
                description.isEmpty());
    }
}
