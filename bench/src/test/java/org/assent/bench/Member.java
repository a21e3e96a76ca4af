package org.assent.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.TransactionSigner;

/** An organization that makes load: its keys are made from its name. */
record Member(String name, TransactionSigner signer) {

    static final String CHAIN = "assent-bench";
    static final List<P256Signer> ACCREDITORS = List.of(key("accreditor 1"), key("accreditor 2"));

    Member(String name) {
        this(name, new TransactionSigner(CHAIN));
    }

    static P256Signer key(String name) {
        return P256Signer.ofScalar(bytes(name));
    }

    static Bytes32 bytes(String name) {
        return Hash.sha256(name.getBytes(StandardCharsets.UTF_8));
    }

    private P256Signer transaction() {
        return key(name + " transaction");
    }

    OrganizationProfile profile() {
        return new OrganizationProfile(
                key(name + " root").publicKey(),
                name,
                List.of(
                        OrganizationKey.always(
                                OrganizationKey.Role.ROOT, key(name + " root").publicKey()),
                        OrganizationKey.always(
                                OrganizationKey.Role.TRANSACTION, transaction().publicKey()),
                        OrganizationKey.always(
                                OrganizationKey.Role.SERVICE,
                                key(name + " service").publicKey())),
                List.of("https://" + name + ".example"),
                List.of(bytes(name + " pin")),
                Set.of(),
                "urn:bench:own",
                "urn:bench:foreign",
                List.of());
    }

    SignedTransaction register(Instant expires) {
        return signer.sign(
                new RegisterOrganization(profile(), expires),
                key(name + " root"),
                ACCREDITORS.get(0),
                ACCREDITORS.get(1));
    }

    P256Signer patient(int number) {
        return key(name + " patient " + number);
    }

    SignedTransaction enroll(int patient, Instant expires) {
        P256Signer key = patient(patient);
        return signer.sign(
                new EnrollSubject(profile().organization(), key.publicKey(), CustodyMode.CUSTODIAN, expires),
                transaction(),
                key);
    }

    SignedTransaction consent(int patient, long sequence, Instant expires) {
        P256Signer key = patient(patient);
        SubjectId subject = SubjectId.of(key.publicKey());
        ConsentId consent = ConsentId.of(
                Arrays.copyOf(bytes(name + patient + " " + sequence % 3).toByteArray(), ConsentId.LENGTH));
        Bytes32 commitment = bytes(name + patient + " terms " + sequence);
        return signer.sign(
                new RecordConsent(
                        subject,
                        consent,
                        sequence,
                        commitment,
                        signer.vouch(key(name + " service"), subject, consent, sequence, commitment),
                        expires),
                key);
    }

    /** Closes the consent that {@link #consent} recorded. */
    SignedTransaction close(int patient, long sequence) {
        P256Signer key = patient(patient);
        ConsentId consent = ConsentId.of(
                Arrays.copyOf(bytes(name + patient + " " + sequence % 3).toByteArray(), ConsentId.LENGTH));
        return signer.sign(
                new CloseConsent(SubjectId.of(key.publicKey()), consent, CloseConsent.ClosedAs.INACTIVE), key);
    }

    SubjectId subject(int patient) {
        return SubjectId.of(patient(patient).publicKey());
    }

    /** Registers so many new studies, numbered from {@code first}. */
    SignedTransaction studies(int first, int count, Instant expires) {
        List<StudyRecord> records = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            records.add(new StudyRecord(
                    new StudyRef(bytes(name + " study " + i)), bytes(name + " commitment " + i), 1, false));
        }
        return signer.sign(new RegisterStudies(profile().organization(), records, expires), transaction());
    }
}
