package org.assent.custody.subject;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.SecretBox;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The subjects of this site's patients in the database; keys only sealed. Thread-safe. */
public final class SubjectStore {

    private final Jdbi jdbi;
    private final KeyStore keys;
    private final SecureRandom random;
    private final Clock clock;

    /** Over the migrated schema {@code custody}. */
    public SubjectStore(Jdbi jdbi, KeyStore keys, SecureRandom random, Clock clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.random = random;
        this.clock = clock;
    }

    /** The subject of a local Patient, if it has one. */
    public Optional<KeptSubject> ofPatient(String patientId) {
        return jdbi.withHandle(handle -> find(handle, "patient_id", patientId));
    }

    /** The subject of that pseudonym, if it is one of this site. */
    public Optional<KeptSubject> find(SubjectId subject) {
        return jdbi.withHandle(handle -> find(handle, "subject", subject.toHex()));
    }

    /** The pseudonym of a local Patient, if it has one; opens no key. */
    public Optional<SubjectId> subjectOf(String patientId) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select subject from custody.subjects where patient_id = :patient")
                        .bind("patient", patientId)
                        .mapTo(String.class)
                        .findOne()
                        .map(SubjectId::fromHex));
    }

    /** The local Patient of a pseudonym, if it is one of this site. */
    public Optional<String> patientOf(SubjectId subject) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select patient_id from custody.subjects where subject = :subject")
                        .bind("subject", subject.toHex())
                        .mapTo(String.class)
                        .findOne());
    }

    /**
     * What seals what is kept of a subject, without its signing key.
     *
     * @throws IllegalStateException if it is not a subject of this site
     */
    public SecretBox box(SubjectId subject) {
        return findBox(subject).orElseThrow(() -> new IllegalStateException("no key is kept for subject " + subject));
    }

    /** The same, if it is a subject of this site. */
    public Optional<SecretBox> findBox(SubjectId subject) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select sealed_data_key from custody.subjects where subject = :subject")
                        .bind("subject", subject.toHex())
                        .map((row, context) ->
                                keys.boxOf(keys.box().open(dataContext(subject), row.getBytes("sealed_data_key"))))
                        .findOne());
    }

    /** The subject of a local Patient, made with a fresh random key if it has none; durable when this returns. */
    public synchronized KeptSubject ofPatientOrNew(String patientId) {
        return jdbi.inTransaction(
                handle -> find(handle, "patient_id", patientId).orElseGet(() -> create(handle, patientId)));
    }

    private KeptSubject create(Handle handle, String patientId) {
        P256Signer key = P256Signer.generate(random);
        SubjectId subject = SubjectId.of(key.publicKey());
        byte[] dataKey = keys.freshKey();
        handle.createUpdate("insert into custody.subjects"
                        + " (subject, patient_id, sealed_signing_key, sealed_data_key, created_millis)"
                        + " values (:subject, :patient, :key, :dataKey, :now)")
                .bind("subject", subject.toHex())
                .bind("patient", patientId)
                .bind("key", keys.box().seal(signingContext(subject), key.toPkcs8()))
                .bind("dataKey", keys.box().seal(dataContext(subject), dataKey))
                .bind("now", clock.millis())
                .execute();
        return new KeptSubject(patientId, subject, key, keys.boxOf(dataKey));
    }

    private Optional<KeptSubject> find(Handle handle, String column, String value) {
        return handle.createQuery("select subject, patient_id, sealed_signing_key, sealed_data_key"
                        + " from custody.subjects where " + column + " = :value")
                .bind("value", value)
                .map((row, context) -> {
                    SubjectId subject = SubjectId.fromHex(row.getString("subject"));
                    return new KeptSubject(
                            row.getString("patient_id"),
                            subject,
                            P256Signer.fromPkcs8(
                                    keys.box().open(signingContext(subject), row.getBytes("sealed_signing_key"))),
                            keys.boxOf(keys.box().open(dataContext(subject), row.getBytes("sealed_data_key"))));
                })
                .findOne();
    }

    private static String signingContext(SubjectId subject) {
        return "subject/" + subject.toHex() + "/signing";
    }

    private static String dataContext(SubjectId subject) {
        return "subject/" + subject.toHex() + "/data";
    }
}
