package org.assent.custody.study;

import java.time.Instant;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.StudyOpening;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;

/**
 * A study held here, with the opening of what the ledger has of it.
 *
 * @param studyInstanceUid (0020,000D)
 * @param ref its leaf key, made of salt and UID
 * @param subject whose it is
 * @param salt secret; the same for all revisions
 * @param started beginning of the study, if it says so
 * @param archiveRevision newest revision of the archive that is registered, 0 for none
 * @param manifestRoot of the newest registration that was submitted, if any was
 * @param transaction TransactionId of that registration
 * @param height height at which it is known to be final
 */
public record HeldStudy(
        String studyInstanceUid,
        StudyRef ref,
        SubjectId subject,
        Salt salt,
        Optional<Instant> started,
        long archiveRevision,
        Optional<Bytes32> manifestRoot,
        Optional<String> transaction,
        Optional<Long> height) {

    /** The opening of a registration with that manifest. */
    public StudyOpening opening(Bytes32 root) {
        return new StudyOpening(salt, studyInstanceUid, subject, root);
    }

    /** The same study with what is to be submitted next. */
    HeldStudy submitting(Bytes32 root, String newTransaction) {
        return new HeldStudy(
                studyInstanceUid,
                ref,
                subject,
                salt,
                started,
                archiveRevision,
                Optional.of(root),
                Optional.of(newTransaction),
                Optional.empty());
    }

    /** The same study, with the registration final. */
    HeldStudy registered(long revision, long atHeight) {
        return new HeldStudy(
                studyInstanceUid,
                ref,
                subject,
                salt,
                started,
                revision,
                manifestRoot,
                transaction,
                Optional.of(atHeight));
    }

    /** The leaf key only. */
    @Override
    public String toString() {
        return "study " + ref;
    }
}
