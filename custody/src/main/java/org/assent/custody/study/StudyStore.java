package org.assent.custody.study;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.assent.custody.subject.SubjectStore;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.jdbi.v3.core.Jdbi;

/** The studies held here and their openings in the database; salts only sealed. Thread-safe. */
public final class StudyStore {

    private static final String COLUMNS =
            "study_uid, study_ref, subject, sealed_salt, started_millis, archive_revision,"
                    + " manifest_root, transaction_id, height";

    private final Jdbi jdbi;
    private final SubjectStore subjects;

    /** Over the migrated schema {@code custody}. */
    public StudyStore(Jdbi jdbi, SubjectStore subjects) {
        this.jdbi = jdbi;
        this.subjects = subjects;
    }

    /**
     * What decisions need of a study; no secret.
     *
     * @param studyInstanceUid (0020,000D)
     * @param ref its leaf key
     * @param subject whose it is
     * @param started beginning of the study, if it says so
     */
    public record Known(String studyInstanceUid, StudyRef ref, SubjectId subject, Optional<Instant> started) {}

    /** Gives every study, in no order. */
    public void forEachKnown(Consumer<Known> consumer) {
        jdbi.useHandle(handle -> handle.createQuery(
                        "select study_uid, study_ref, subject, started_millis from custody.studies")
                .map((row, context) -> new Known(
                        row.getString("study_uid"),
                        StudyRef.fromHex(row.getString("study_ref")),
                        SubjectId.fromHex(row.getString("subject")),
                        started(row)))
                .useStream(known -> known.forEach(consumer)));
    }

    /** One study. */
    public Optional<HeldStudy> find(String studyInstanceUid) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select " + COLUMNS + " from custody.studies where study_uid = :uid")
                        .bind("uid", studyInstanceUid)
                        .map((row, context) -> study(row))
                        .findOne());
    }

    /** All studies of a subject, by UID. */
    public List<HeldStudy> ofSubject(SubjectId subject) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select " + COLUMNS + " from custody.studies where subject = :subject order by study_uid")
                .bind("subject", subject.toHex())
                .map((row, context) -> study(row))
                .list());
    }

    /** Keeps a study as it is now, new or known. */
    public void save(HeldStudy study) {
        byte[] salt = subjects.box(study.subject())
                .seal(context(study.ref()), study.salt().toBytes32().toByteArray());
        jdbi.useTransaction(handle -> {
            handle.createUpdate("delete from custody.studies where study_uid = :uid")
                    .bind("uid", study.studyInstanceUid())
                    .execute();
            handle.createUpdate(
                            "insert into custody.studies (" + COLUMNS + ")"
                                    + " values (:uid, :ref, :subject, :salt, :started, :revision, :root, :transaction, :height)")
                    .bind("uid", study.studyInstanceUid())
                    .bind("ref", study.ref().toHex())
                    .bind("subject", study.subject().toHex())
                    .bind("salt", salt)
                    .bind("started", study.started().map(Instant::toEpochMilli).orElse(null))
                    .bind("revision", study.archiveRevision())
                    .bind("root", study.manifestRoot().map(Bytes32::toHex).orElse(null))
                    .bind("transaction", study.transaction().orElse(null))
                    .bind("height", study.height().orElse(null))
                    .execute();
        });
    }

    private HeldStudy study(ResultSet row) throws SQLException {
        SubjectId subject = SubjectId.fromHex(row.getString("subject"));
        StudyRef ref = StudyRef.fromHex(row.getString("study_ref"));
        byte[] salt = subjects.box(subject).open(context(ref), row.getBytes("sealed_salt"));
        return new HeldStudy(
                row.getString("study_uid"),
                ref,
                subject,
                Salt.of(Bytes32.of(salt)),
                started(row),
                row.getLong("archive_revision"),
                Optional.ofNullable(row.getString("manifest_root")).map(Bytes32::fromHex),
                Optional.ofNullable(row.getString("transaction_id")),
                Optional.ofNullable(row.getObject("height", Long.class)));
    }

    private static Optional<Instant> started(ResultSet row) throws SQLException {
        return Optional.ofNullable(row.getObject("started_millis", Long.class)).map(Instant::ofEpochMilli);
    }

    private static String context(StudyRef ref) {
        return "study/" + ref.toHex() + "/salt";
    }
}
