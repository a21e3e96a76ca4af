package org.assent.abci.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.TestChain;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MemoryNodeStore;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.commitment.StudyOpening;
import org.assent.ledger.commitment.TermsOpening;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionSigner;

/**
 * Two hospitals that enrol the same persons, register their studies and record their consents, as a site does: random keys, salts
 * and ids. They do so in an order that tells nothing, and equally much for everybody: what the ledger does not hide is the same.
 */
final class PrivateNetwork implements AutoCloseable {

    /** How the network could be built wrongly, to see that the attack sees it. */
    enum Leak {
        NONE,
        /** The id of a study is a hash of its UID without a salt. */
        UNSALTED_STUDY,
        /** A person's terms have the same commitment at both hospitals. */
        SAME_COMMITMENT,
        /** What a study commits to is told by the subject alone. */
        SUBJECT_IN_STUDY
    }

    static final int STUDIES = 3;

    final PublicChain chain = new PublicChain();
    final Map<SubjectId, Person> personOf = new HashMap<>();
    final Map<StudyRef, SubjectId> subjectOf = new HashMap<>();
    private final List<Hospital> hospitals = List.of(new Hospital("north"), new Hospital("south"));
    private final TransactionSigner signer = new TransactionSigner(Hospital.CHAIN);
    private final MemoryNodeStore store = new MemoryNodeStore(new KeptHeights(1_000));
    private final TestChain node = new TestChain(store).begin();
    private final List<List<Runnable>> later = List.of(new ArrayList<>(), new ArrayList<>());
    private final Random random;
    private final Leak leak;

    PrivateNetwork(long seed, int persons, Leak leak) {
        this.random = new Random(seed);
        this.leak = leak;
        List<Runnable> steps = new ArrayList<>();
        for (Hospital hospital : hospitals) {
            run(node.soon(), soon -> hospital.register(soon));
            for (int i = 0; i < persons; i++) {
                Person person = Person.of(i, 2 * STUDIES);
                steps.add(() -> enroll(hospital, person));
            }
        }
        Collections.shuffle(steps, random);
        steps.forEach(Runnable::run);
        later.forEach(all -> {
            Collections.shuffle(all, random);
            all.forEach(Runnable::run);
        });
        collect();
    }

    private interface Making {
        SignedTransaction at(Instant expires);
    }

    private void run(Instant soon, Making making) {
        SignedTransaction transaction = making.at(soon);
        ByteString bytes = TestChain.bytes(transaction);
        assertThat(node.blockOf(node.nextTime(), List.of(bytes))).containsExactly(0);
        chain.all.add(bytes.toByteArray());
    }

    private void enroll(Hospital hospital, Person person) {
        P256Signer key = P256Signer.ofScalar(random32());
        SubjectId subject = SubjectId.of(key.publicKey());
        personOf.put(subject, person);
        chain.sourceOfSubject.put(subject, hospital.id());
        run(node.soon(), soon -> {
            SignedTransaction enrolment = hospital.sign(
                    new EnrollSubject(hospital.id(), key.publicKey(), CustodyMode.CUSTODIAN, soon),
                    hospital.transaction(),
                    key);
            chain.subject(subject, TestChain.bytes(enrolment).toByteArray());
            return enrolment;
        });
        later.get(0).add(() -> record(hospital, person, subject, key));
        int first = hospitals.indexOf(hospital) * STUDIES;
        person.studies().subList(first, first + STUDIES).forEach(uid -> later.get(1)
                .add(() -> register(hospital, subject, uid)));
    }

    /** The terms that most people have: the same words, a recipient, a purpose. */
    static String terms(Person person) {
        return "urn:ihe:iti:pcf:2023:Policy-permit|2026-01-01/2027-01-01|recipient "
                + new Hospital("east").id().toHex() + "|TREAT|" + person.words().getFirst();
    }

    private void record(Hospital hospital, Person person, SubjectId subject, P256Signer key) {
        ConsentId consent = ConsentId.of(Arrays.copyOf(random32().toByteArray(), ConsentId.LENGTH));
        Bytes terms = Bytes.of(terms(person).getBytes(StandardCharsets.UTF_8));
        Bytes32 commitment = leak == Leak.SAME_COMMITMENT
                ? Hash.sha256(terms.toByteArray())
                : new TermsOpening(Salt.of(random32()), subject, consent, 1, terms).commitment();
        run(node.soon(), soon -> {
            SignedTransaction recording = hospital.sign(
                    new RecordConsent(
                            subject,
                            consent,
                            1,
                            commitment,
                            signer.vouch(hospital.service(), subject, consent, 1, commitment),
                            soon),
                    key);
            byte[] bytes = TestChain.bytes(recording).toByteArray();
            chain.subject(subject, bytes);
            chain.consents.add(bytes);
            return recording;
        });
    }

    private void register(Hospital hospital, SubjectId subject, String uid) {
        Salt salt = Salt.of(random32());
        StudyOpening opening = new StudyOpening(salt, uid, subject, random32());
        StudyRef study = leak == Leak.UNSALTED_STUDY
                ? new StudyRef(Hash.of(Domain.STUDY, uid.getBytes(StandardCharsets.US_ASCII)))
                : opening.study();
        Bytes32 commitment = leak == Leak.SUBJECT_IN_STUDY
                ? Hash.of(
                        Domain.STUDY_RECORD,
                        study.value().toByteArray(),
                        subject.value().toByteArray())
                : opening.commitment();
        subjectOf.put(study, subject);
        chain.sourceOfStudy.put(study, hospital.id());
        Transaction records =
                new RegisterStudies(hospital.id(), List.of(new StudyRecord(study, commitment, 1, false)), node.soon());
        run(node.soon(), soon -> {
            SignedTransaction registration = hospital.sign(records, hospital.transaction());
            chain.study(study, TestChain.bytes(registration).toByteArray());
            return registration;
        });
    }

    /** Every leaf that was ever written, with its key and what belongs to it. */
    private void collect() {
        for (long height = 1; height <= node.application().height(); height++) {
            CommittedBlock block = store.block(height).orElseThrow();
            for (ChangedLeaf leaf : block.changes()) {
                chain.all.add(leaf.key().toByteArray());
                chain.all.add(leaf.value().toByteArray());
                chain.all.add(leaf.annex().toByteArray());
                personOf.keySet().stream()
                        .filter(subject -> leaf.key().equals(LeafKey.of(subject)))
                        .forEach(subject -> {
                            chain.subject(subject, leaf.value().toByteArray());
                            chain.subject(subject, leaf.annex().toByteArray());
                            chain.consents.add(leaf.annex().toByteArray());
                        });
                subjectOf.keySet().stream()
                        .filter(study -> leaf.key().equals(LeafKey.of(study)))
                        .forEach(study -> chain.study(study, leaf.value().toByteArray()));
            }
        }
    }

    private Bytes32 random32() {
        byte[] bytes = new byte[Bytes32.LENGTH];
        random.nextBytes(bytes);
        return Bytes32.of(bytes);
    }

    @Override
    public void close() {
        node.close();
    }
}
