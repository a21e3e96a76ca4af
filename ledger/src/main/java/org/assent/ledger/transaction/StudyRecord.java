package org.assent.ledger.transaction;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.StudyRef;

/**
 * One study in a {@link RegisterStudies}.
 *
 * @param study its leaf key
 * @param commitment {@code H("study-record", salt, StudyRef, SubjectId, ManifestRoot)}
 * @param revision 1 for a new study, else the leaf's revision + 1
 * @param withdrawn whether the source no longer offers it; the leaf stays
 */
public record StudyRecord(StudyRef study, Bytes32 commitment, long revision, boolean withdrawn) {

    public StudyRecord {
        Checks.range("revision of a study", revision, 1, Long.MAX_VALUE);
    }
}
