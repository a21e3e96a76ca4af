package org.assent.ledger.commitment;

import java.nio.charset.StandardCharsets;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.StudyLeaf;

/**
 * What a study's leaf commits to, and the salt: enough for anyone to check it against the ledger. Personal data; stays
 * with the source and travels with the permission.
 *
 * @param salt of this study
 * @param studyInstanceUid as received, 1 to 64 visible ASCII characters
 * @param subject whose study it is, as known to the source
 * @param manifestRoot root over the study's instances ({@link Manifest})
 */
public record StudyOpening(Salt salt, String studyInstanceUid, SubjectId subject, Bytes32 manifestRoot) {

    /** The most characters of a UID (PS3.5 §9.1). */
    static final int MAX_UID = 64;

    public StudyOpening {
        Checks.visibleAscii("StudyInstanceUID", studyInstanceUid, MAX_UID);
    }

    /** The leaf key of a study: {@code H("study", salt, StudyInstanceUID)}. */
    public static StudyRef study(Salt salt, String studyInstanceUid) {
        Checks.visibleAscii("StudyInstanceUID", studyInstanceUid, MAX_UID);
        return new StudyRef(
                Hash.of(Domain.STUDY, salt.toByteArray(), studyInstanceUid.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The leaf key of this study. */
    public StudyRef study() {
        return study(salt, studyInstanceUid);
    }

    /** The leaf's commitment: {@code H("study-record", salt, StudyRef, SubjectId, ManifestRoot)}. */
    public Bytes32 commitment() {
        return Hash.of(
                Domain.STUDY_RECORD,
                salt.toByteArray(),
                study().value().toByteArray(),
                subject.value().toByteArray(),
                manifestRoot.toByteArray());
    }

    /** Whether this opens the commitment of the leaf that stands under {@link #study()}. */
    public boolean opens(StudyLeaf leaf) {
        return leaf.commitment().equals(commitment());
    }

    /** Nothing that identifies. */
    @Override
    public String toString() {
        return "opening of study " + study();
    }
}
