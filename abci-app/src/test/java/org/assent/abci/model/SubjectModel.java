package org.assent.abci.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.OrganizationKey.Role;
import org.assent.ledger.transaction.AcknowledgeErasure;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RecoverSubject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.RequestErasure;
import org.assent.ledger.transaction.RotateSubjectKey;
import org.assent.ledger.transaction.SetDelegates;
import org.assent.ledger.transaction.SetGuardians;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.UnfreezeSubject;
import org.assent.ledger.transaction.VetoRecovery;
import org.jspecify.annotations.Nullable;

/** What is done for a subject. */
record SubjectModel(
        ModelNetwork network, Map<OrganizationId, ModelOrganization> members, Map<SubjectId, ModelSubject> subjects) {

    private static final long TEN_MINUTES = 600;

    private @Nullable ModelSubject find(SubjectId id, Block block) {
        ModelSubject subject = subjects.get(id);
        if (subject != null) {
            subject.settle(block.time());
        }
        return subject;
    }

    private boolean sourceSigned(ModelSubject subject, Set<PublicKey> signers, Block block) {
        ModelOrganization source = members.get(subject.source);
        return source != null && source.signed(Role.TRANSACTION, signers, block);
    }

    private boolean guardiansSigned(ModelSubject subject, Set<PublicKey> signers, Block block) {
        return switch (subject.guardianship.policy()) {
            case NONE -> false;
            case KEYS -> subject.enoughGuardianKeys(signers);
            case SOURCE -> sourceSigned(subject, signers, block);
        };
    }

    Verdict enroll(EnrollSubject enroll, Set<PublicKey> signers, boolean good, Block block) {
        ModelSubject there = find(enroll.subject(), block);
        if (good
                && there != null
                && there.counter() == 0
                && there.source.equals(enroll.source())
                && there.custody == enroll.custody()) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(enroll.expires(), TEN_MINUTES)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good || !signers.contains(enroll.firstKey())) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (there != null) {
            return Verdict.refused(RejectCode.EXISTS);
        }
        ModelOrganization source = members.get(enroll.source());
        if (source == null || source.suspended) {
            return Verdict.refused(RejectCode.UNKNOWN_SOURCE);
        }
        if (!source.signed(Role.TRANSACTION, signers, block)) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (!source.pays(1_000, network.limits, block.time())) {
            return Verdict.refused(RejectCode.OVER_QUOTA);
        }
        subjects.put(enroll.subject(), new ModelSubject(enroll.source(), enroll.firstKey(), enroll.custody()));
        return Verdict.APPLIED;
    }

    Verdict recordConsent(RecordConsent recording, Set<PublicKey> signers, boolean good, boolean held, Block block) {
        ModelSubject subject = find(recording.subject(), block);
        ModelSubject.Open open = subject == null ? null : subject.open.get(recording.consent());
        if (good
                && open != null
                && open.recording().sequence() == recording.sequence()
                && open.recording().commitment().equals(recording.commitment())) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(recording.expires(), TEN_MINUTES)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (subject == null) {
            return Verdict.refused(RejectCode.UNKNOWN_SUBJECT);
        }
        if (subject.erasure != Erasure.NONE) {
            return Verdict.refused(RejectCode.ERASED);
        }
        Optional<Authority> rank = subject.highest(signers, true);
        if (rank.isEmpty() || (open != null && rank.get().compareTo(open.by()) < 0)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        if (recording.sequence() != subject.sequence() + 1) {
            return Verdict.refused(RejectCode.WRONG_SEQUENCE);
        }
        if (open == null && subject.open.size() >= 256) {
            return Verdict.refused(RejectCode.TOO_MANY_CONSENTS);
        }
        if (subject.closed.contains(recording.consent())) {
            return Verdict.refused(RejectCode.ALREADY_CLOSED);
        }
        ModelOrganization source = members.get(subject.source);
        if (source == null || source.suspended) {
            return Verdict.refused(RejectCode.UNKNOWN_SOURCE);
        }
        if (!held || !source.signed(Role.SERVICE, Set.of(recording.held().key()), block)) {
            return Verdict.refused(RejectCode.NOT_HELD);
        }
        if (!source.has(1_000, network.limits, block.time())) {
            return Verdict.refused(RejectCode.OVER_QUOTA);
        }
        if (subject.recordingsOfDay.getOrDefault(block.day(), 0) >= network.limits.consentsPerDay()) {
            return Verdict.refused(RejectCode.SUBJECT_OVER_QUOTA);
        }
        source.pays(1_000, network.limits, block.time());
        subject.recordings.add(recording);
        subject.recordingsOfDay.merge(block.day(), 1, Integer::sum);
        subject.open.put(recording.consent(), new ModelSubject.Open(recording, rank.get()));
        return Verdict.APPLIED;
    }

    Verdict close(CloseConsent close, Set<PublicKey> signers, boolean good, Block block) {
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        ModelSubject subject = find(close.subject(), block);
        if (subject == null) {
            return Verdict.refused(RejectCode.UNKNOWN_SUBJECT);
        }
        if (subject.erasure == Erasure.DONE) {
            return Verdict.ALREADY;
        }
        ModelSubject.Open open = subject.open.get(close.consent());
        Optional<Authority> rank = subject.highest(signers, false);
        if (rank.isEmpty() || (open != null && rank.get().compareTo(open.by()) < 0)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        if (open == null) {
            return subject.closed.contains(close.consent())
                    ? Verdict.ALREADY
                    : Verdict.refused(RejectCode.NOTHING_TO_CLOSE);
        }
        subject.open.remove(close.consent());
        subject.closed.add(close.consent());
        return Verdict.APPLIED;
    }

    Verdict freeze(FreezeSubject freeze, Set<PublicKey> signers, boolean good, Block block) {
        ModelSubject subject = find(freeze.subject(), block);
        Optional<RejectCode> refused = notThere(subject, good);
        if (refused.isPresent() || subject == null) {
            return Verdict.refused(refused.orElse(RejectCode.UNKNOWN_SUBJECT));
        }
        Optional<Authority> rank = Optional.empty();
        if (guardiansSigned(subject, signers, block)) {
            boolean custodianItself = subject.guardianship.policy() == Guardianship.Policy.SOURCE
                    && subject.custody == CustodyMode.CUSTODIAN;
            rank = Optional.of(custodianItself ? Authority.CUSTODIAN : Authority.GUARDIAN);
        }
        if (subject.subjectKeySigned(signers)
                && (rank.isEmpty() || subject.ownRank().compareTo(rank.get()) > 0)) {
            rank = Optional.of(subject.ownRank());
        }
        if (rank.isEmpty()) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        if (subject.frozenBy.isPresent()
                && subject.frozenBy.get().compareTo(rank.get()) >= 0
                && freeze.counter() <= subject.counter() + 1) {
            return Verdict.ALREADY;
        }
        if (freeze.counter() != subject.counter() + 1) {
            return Verdict.refused(RejectCode.WRONG_COUNTER);
        }
        subject.frozenBy = rank;
        subject.authorityChanges.add(freeze);
        return Verdict.APPLIED;
    }

    Verdict veto(VetoRecovery veto, Set<PublicKey> signers, boolean good, Block block) {
        ModelSubject subject = find(veto.subject(), block);
        Optional<RejectCode> refused = notThere(subject, good);
        if (refused.isPresent() || subject == null) {
            return Verdict.refused(refused.orElse(RejectCode.UNKNOWN_SUBJECT));
        }
        if (!subject.subjectKeySigned(signers)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        if (subject.recovery.isPresent() && subject.recovery.get().counter() == veto.recovery()) {
            subject.recovery = Optional.empty();
            return Verdict.APPLIED;
        }
        return veto.recovery() <= subject.counter() ? Verdict.ALREADY : Verdict.refused(RejectCode.NOTHING_TO_VETO);
    }

    private static Optional<RejectCode> notThere(@Nullable ModelSubject subject, boolean good) {
        if (!good) {
            return Optional.of(RejectCode.BAD_SIGNATURE);
        }
        if (subject == null) {
            return Optional.of(RejectCode.UNKNOWN_SUBJECT);
        }
        return subject.erasure == Erasure.DONE ? Optional.of(RejectCode.ERASED) : Optional.empty();
    }

    /** The common order of all that changes the authorities and is no restriction. */
    private Verdict step(
            Step step,
            boolean good,
            Block block,
            Predicate<ModelSubject> shown,
            Predicate<ModelSubject> entitled,
            Function<ModelSubject, Optional<RejectCode>> refusal,
            Consumer<ModelSubject> effect) {
        ModelSubject subject = find(step.subject(), block);
        if (good && subject != null && subject.counter() == step.counter() && shown.test(subject)) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(step.expires(), TEN_MINUTES)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        Optional<RejectCode> refused = notThere(subject, good);
        if (refused.isPresent() || subject == null) {
            return Verdict.refused(refused.orElse(RejectCode.UNKNOWN_SUBJECT));
        }
        if (!entitled.test(subject)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        if (subject.counter() + 1 != step.counter()) {
            return Verdict.refused(RejectCode.WRONG_COUNTER);
        }
        Optional<RejectCode> special = refusal.apply(subject);
        if (special.isPresent()) {
            return Verdict.refused(special.get());
        }
        ModelOrganization source = members.get(subject.source);
        if (source == null || !source.pays(1_000, network.limits, block.time())) {
            return Verdict.refused(RejectCode.OVER_QUOTA);
        }
        effect.accept(subject);
        subject.authorityChanges.add(step.transaction());
        return Verdict.APPLIED;
    }

    private record Step(SubjectId subject, Transaction transaction, long counter, Instant expires) {}

    private static Optional<RejectCode> when(boolean refused, RejectCode code) {
        return refused ? Optional.of(code) : Optional.empty();
    }

    private static boolean hasOtherRank(ModelSubject subject, PublicKey key, Authority rank) {
        Authority has = subject.keys.get(key);
        return has != null && has != rank;
    }

    Verdict unfreeze(UnfreezeSubject tx, Set<PublicKey> signers, boolean good, Block block) {
        return step(
                new Step(tx.subject(), tx, tx.counter(), tx.expires()),
                good,
                block,
                subject -> subject.frozenBy.isEmpty(),
                subject -> subject.subjectKeySigned(signers)
                        && (subject.frozenBy.isEmpty() || subject.frozenBy.get().compareTo(subject.ownRank()) <= 0),
                subject -> when(subject.frozenBy.isEmpty(), RejectCode.NOTHING_TO_UNFREEZE),
                subject -> subject.frozenBy = Optional.empty());
    }

    Verdict rotate(RotateSubjectKey tx, Set<PublicKey> signers, boolean good, Block block) {
        return step(
                new Step(tx.subject(), tx, tx.counter(), tx.expires()),
                good,
                block,
                subject -> subject.custody == tx.custody()
                        && subject.ranked(subject.ownRank()).contains(tx.newKey()),
                subject -> subject.subjectKeySigned(signers) && signers.contains(tx.newKey()),
                subject -> when(givesBack(subject, tx.custody()), RejectCode.CUSTODY_NOT_POSSIBLE)
                        .or(() -> when(subject.keys.containsKey(tx.newKey()), RejectCode.KEYS_NOT_POSSIBLE)),
                subject -> {
                    if (tx.custody() == subject.custody) {
                        subject.removeRank(subject.ownRank());
                    }
                    subject.custody = tx.custody();
                    subject.keys.put(tx.newKey(), subject.ownRank());
                    subject.recovery = Optional.empty();
                });
    }

    private static boolean givesBack(ModelSubject subject, CustodyMode custody) {
        return subject.custody == CustodyMode.SELF && custody == CustodyMode.CUSTODIAN;
    }

    Verdict setGuardians(SetGuardians tx, Set<PublicKey> signers, boolean good, Block block) {
        return step(
                new Step(tx.subject(), tx, tx.counter(), tx.expires()),
                good,
                block,
                subject -> subject.guardianship.equals(tx.guardianship())
                        && subject.ranked(Authority.GUARDIAN).equals(tx.guardians()),
                subject -> {
                    boolean guardiansToo = subject.custody == CustodyMode.CUSTODIAN
                            && subject.guardianship.policy() == Guardianship.Policy.KEYS;
                    return subject.subjectKeySigned(signers) && (!guardiansToo || subject.enoughGuardianKeys(signers));
                },
                subject -> when(
                        tx.guardians().stream().anyMatch(key -> hasOtherRank(subject, key, Authority.GUARDIAN)),
                        RejectCode.KEYS_NOT_POSSIBLE),
                subject -> {
                    subject.removeRank(Authority.GUARDIAN);
                    tx.guardians().forEach(key -> subject.keys.put(key, Authority.GUARDIAN));
                    subject.guardianship = tx.guardianship();
                });
    }

    Verdict setDelegates(SetDelegates tx, Set<PublicKey> signers, boolean good, Block block) {
        return step(
                new Step(tx.subject(), tx, tx.counter(), tx.expires()),
                good,
                block,
                subject -> subject.ranked(Authority.DELEGATE).equals(tx.delegates())
                        && subject.ranked(Authority.CUSTODIAN).equals(tx.custodians()),
                subject -> subject.subjectKeySigned(signers),
                subject -> {
                    Set<PublicKey> present = Set.copyOf(subject.ranked(Authority.CUSTODIAN));
                    Set<PublicKey> named = Set.copyOf(tx.custodians());
                    boolean custodians =
                            subject.custody == CustodyMode.SELF ? present.containsAll(named) : present.equals(named);
                    return when(
                            !custodians
                                    || tx.delegates().stream()
                                            .anyMatch(key -> hasOtherRank(subject, key, Authority.DELEGATE)),
                            RejectCode.KEYS_NOT_POSSIBLE);
                },
                subject -> {
                    subject.removeRank(Authority.DELEGATE);
                    subject.removeRank(Authority.CUSTODIAN);
                    tx.delegates().forEach(key -> subject.keys.put(key, Authority.DELEGATE));
                    tx.custodians().forEach(key -> subject.keys.put(key, Authority.CUSTODIAN));
                });
    }

    Verdict recover(RecoverSubject tx, Set<PublicKey> signers, boolean good, Block block) {
        return step(
                new Step(tx.subject(), tx, tx.counter(), tx.expires()),
                good,
                block,
                subject -> subject.recovery
                        .filter(begun -> begun.counter() == tx.counter()
                                && begun.newKey().equals(tx.newKey())
                                && begun.custody() == tx.custody())
                        .isPresent(),
                subject -> {
                    ModelOrganization source = members.get(subject.source);
                    boolean suspendedSource = subject.guardianship.policy() == Guardianship.Policy.SOURCE
                            && source != null
                            && source.suspended;
                    return !suspendedSource
                            && guardiansSigned(subject, signers, block)
                            && signers.contains(tx.newKey());
                },
                subject -> {
                    boolean sourceAlone = subject.custody == CustodyMode.CUSTODIAN
                            && subject.guardianship.policy() == Guardianship.Policy.SOURCE;
                    return when(
                                    givesBack(subject, tx.custody())
                                            || (sourceAlone && tx.custody() == CustodyMode.SELF),
                                    RejectCode.CUSTODY_NOT_POSSIBLE)
                            .or(() -> when(subject.keys.containsKey(tx.newKey()), RejectCode.KEYS_NOT_POSSIBLE))
                            .or(() -> when(subject.recovery.isPresent(), RejectCode.RECOVERY_PENDING));
                },
                subject -> {
                    Instant from = Instant.ofEpochMilli(block.time().toEpochMilli());
                    subject.recovery = Optional.of(new ModelSubject.Begun(
                            tx.newKey(), tx.custody(), tx.counter(), from.plus(subject.guardianship.delay())));
                });
    }

    Verdict requestErasure(RequestErasure tx, Set<PublicKey> signers, boolean good, Block block) {
        return step(
                new Step(tx.subject(), tx, tx.counter(), tx.expires()),
                good,
                block,
                subject -> subject.erasure != Erasure.NONE,
                subject -> subject.subjectKeySigned(signers) || sourceSigned(subject, signers, block),
                subject -> when(subject.erasure != Erasure.NONE, RejectCode.ERASED),
                subject -> subject.erasure = Erasure.REQUESTED);
    }

    Verdict acknowledge(AcknowledgeErasure tx, Set<PublicKey> signers, boolean good, Block block) {
        return step(
                new Step(tx.subject(), tx, tx.counter(), tx.expires()),
                good,
                block,
                subject -> subject.erasure == Erasure.DONE,
                subject -> sourceSigned(subject, signers, block),
                subject -> when(subject.erasure != Erasure.REQUESTED, RejectCode.ERASURE_NOT_REQUESTED),
                subject -> {
                    subject.erasure = Erasure.DONE;
                    subject.keys.clear();
                    subject.open.clear();
                    subject.guardianship = Guardianship.DEFAULT;
                    subject.recovery = Optional.empty();
                    subject.frozenBy = Optional.empty();
                });
    }
}
