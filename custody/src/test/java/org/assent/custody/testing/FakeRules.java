package org.assent.custody.testing;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.SigningPayload;
import org.assent.ledger.transaction.StudyRecord;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;

/** A short restatement of the ledger's rules for tests. */
final class FakeRules {

    private final String chainId;
    private final BouncyCastleVerifier verifier = new BouncyCastleVerifier();
    private final Map<SubjectId, Subject> subjects = new HashMap<>();
    private final Map<StudyRef, StudyLeaf> studies = new HashMap<>();
    private final Set<ConsentId> closed = new HashSet<>();
    private final Map<OrganizationId, Long> anchors = new HashMap<>();

    FakeRules(String chainId) {
        this.chainId = chainId;
    }

    Optional<Subject> subject(SubjectId id) {
        return Optional.ofNullable(subjects.get(id));
    }

    void put(SubjectId id, Subject subject) {
        subjects.put(id, subject);
    }

    Optional<RejectCode> apply(
            SignedTransaction signed, Instant now, BiConsumer<LeafKey, Leaf> leaves, Consumer<ChangedLeaf> changes) {
        Transaction transaction;
        try {
            transaction = TransactionCodec.decodeBody(signed.body());
        } catch (MalformedBytes e) {
            return Optional.of(RejectCode.MALFORMED);
        }
        for (KeySignature signature : signed.signatures()) {
            if (!verifier.verifies(
                    signature.key(), SigningPayload.transaction(chainId, signed.body()), signature.signature())) {
                return Optional.of(RejectCode.BAD_SIGNATURE);
            }
        }
        List<PublicKey> signers =
                signed.signatures().stream().map(KeySignature::key).toList();
        return switch (transaction) {
            case RegisterOrganization ignored -> Optional.of(RejectCode.NOT_ACCREDITED);
            case EnrollSubject enroll -> enroll(enroll, signers, now, changes);
            case RegisterStudies register -> register(register, now, leaves);
            case RecordConsent record -> record(record, signers, now, changes);
            case CloseConsent close -> close(close, signers, changes);
            case AnchorAccessLog anchor -> anchor(anchor, now, leaves);
            default ->
                throw new AssertionError(
                        "custody sends no " + transaction.getClass().getSimpleName());
        };
    }

    private Optional<RejectCode> enroll(
            EnrollSubject enroll, List<PublicKey> signers, Instant now, Consumer<ChangedLeaf> changes) {
        SubjectId id = SubjectId.of(enroll.firstKey());
        if (subjects.containsKey(id)) {
            return Optional.of(RejectCode.EXISTS);
        }
        if (now.isAfter(enroll.expires())) {
            return Optional.of(RejectCode.EXPIRED);
        }
        if (signers.size() != 2 || !signers.contains(enroll.firstKey())) {
            return Optional.of(RejectCode.BAD_SIGNATURE);
        }
        Subject subject = Subject.enrolled(
                enroll.source(), new SubjectKey(enroll.firstKey(), Authority.CUSTODIAN), enroll.custody());
        change(id, subject, changes);
        return Optional.empty();
    }

    private Optional<RejectCode> anchor(AnchorAccessLog anchor, Instant now, BiConsumer<LeafKey, Leaf> leaves) {
        if (now.isAfter(anchor.expires())) {
            return Optional.of(RejectCode.EXPIRED);
        }
        if (anchor.sequence() != anchors.getOrDefault(anchor.organization(), 0L) + 1) {
            return Optional.of(RejectCode.GAP_IN_LOG);
        }
        anchors.put(anchor.organization(), anchor.sequence());
        leaves.accept(
                LeafKey.accessLog(anchor.organization()),
                new AccessLogLeaf(anchor.sequence(), anchor.root(), anchor.count()));
        return Optional.empty();
    }

    private Optional<RejectCode> register(RegisterStudies register, Instant now, BiConsumer<LeafKey, Leaf> leaves) {
        if (now.isAfter(register.expires())) {
            return Optional.of(RejectCode.EXPIRED);
        }
        Map<StudyRef, StudyLeaf> changed = new HashMap<>();
        for (StudyRecord record : register.studies()) {
            StudyLeaf next =
                    new StudyLeaf(register.source(), record.commitment(), record.revision(), record.withdrawn());
            StudyLeaf before = studies.get(record.study());
            if (!next.equals(before) && record.revision() != (before == null ? 0 : before.revision()) + 1) {
                return Optional.of(RejectCode.WRONG_REVISION);
            }
            changed.put(record.study(), next);
        }
        studies.putAll(changed);
        changed.forEach((ref, leaf) -> leaves.accept(LeafKey.of(ref), leaf));
        return Optional.empty();
    }

    private Optional<RejectCode> record(
            RecordConsent record, List<PublicKey> signers, Instant now, Consumer<ChangedLeaf> changes) {
        Subject subject = subjects.get(record.subject());
        if (subject == null) {
            return Optional.of(RejectCode.UNKNOWN_SUBJECT);
        }
        OpenConsent entry =
                new OpenConsent(record.consent(), record.sequence(), record.commitment(), Authority.CUSTODIAN);
        if (subject.consent(record.consent()).equals(Optional.of(entry))) {
            return Optional.empty(); // already applied
        }
        if (now.isAfter(record.expires())) {
            return Optional.of(RejectCode.EXPIRED);
        }
        if (!entitled(subject, signers)) {
            return Optional.of(RejectCode.NOT_ENTITLED);
        }
        if (record.sequence() != subject.leaf().sequence() + 1) {
            return Optional.of(RejectCode.WRONG_SEQUENCE);
        }
        if (closed.contains(record.consent())) {
            return Optional.of(RejectCode.ALREADY_CLOSED);
        }
        if (!verifier.verifies(
                record.held().key(),
                SigningPayload.held(chainId, record),
                record.held().signature())) {
            return Optional.of(RejectCode.NOT_HELD);
        }
        change(record.subject(), subject.recorded(entry, now), changes);
        return Optional.empty();
    }

    private Optional<RejectCode> close(CloseConsent close, List<PublicKey> signers, Consumer<ChangedLeaf> changes) {
        Subject subject = subjects.get(close.subject());
        if (subject == null) {
            return Optional.of(RejectCode.UNKNOWN_SUBJECT);
        }
        if (closed.contains(close.consent())) {
            return Optional.empty();
        }
        if (subject.consent(close.consent()).isEmpty()) {
            return Optional.of(RejectCode.NOTHING_TO_CLOSE);
        }
        if (!entitled(subject, signers)) {
            return Optional.of(RejectCode.NOT_ENTITLED);
        }
        closed.add(close.consent());
        change(close.subject(), subject.closed(close.consent()), changes);
        return Optional.empty();
    }

    private static boolean entitled(Subject subject, List<PublicKey> signers) {
        return subject.leaf().keys().stream().map(SubjectKey::key).anyMatch(signers::contains);
    }

    private void change(SubjectId id, Subject subject, Consumer<ChangedLeaf> changes) {
        subjects.put(id, subject);
        changes.accept(FakeLedger.leaf(id, subject));
    }
}
