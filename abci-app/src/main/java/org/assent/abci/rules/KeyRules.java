package org.assent.abci.rules;

import java.time.Instant;
import java.util.Optional;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.Recovery;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.RecoverSubject;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.RotateSubjectKey;
import org.assent.ledger.transaction.SetDelegates;
import org.assent.ledger.transaction.SetGuardians;
import org.assent.ledger.transaction.VetoRecovery;

/** How the keys over a subject change: its own, guardians', delegates', and a lost one's recovery. */
final class KeyRules {

    private KeyRules() {}

    /** By the present subject key and the new one. Refuses also CUSTODY_NOT_POSSIBLE · KEYS_NOT_POSSIBLE. */
    static Outcome rotate(LedgerState state, RotateSubjectKey rotate, CheckedTransaction signed, BlockContext block) {
        return new SubjectStep(state, rotate.subject(), rotate.counter(), rotate.expires(), signed, block)
                .shownBy(subject -> isSubjectKey(subject.leaf(), rotate.newKey())
                        && subject.leaf().custody() == rotate.custody())
                .allowedIf(found -> Authorities.subjectKeySigned(found.leaf(), signed)
                        && signed.signers().contains(rotate.newKey()))
                .apply(subject -> {
                    if (isGivenBack(subject.leaf(), rotate.custody())) {
                        return new SubjectStep.No(RejectCode.CUSTODY_NOT_POSSIBLE);
                    }
                    if (isKnown(subject.leaf(), rotate.newKey())) {
                        return new SubjectStep.No(RejectCode.KEYS_NOT_POSSIBLE);
                    }
                    return new SubjectStep.Yes(subject.rotated(rotate.newKey(), rotate.custody()));
                });
    }

    /**
     * By the subject key; while the source has custody and guardians' keys are named, by as many of them as it takes, too.
     * Refuses also KEYS_NOT_POSSIBLE (a guardian has another rank).
     */
    static Outcome setGuardians(LedgerState state, SetGuardians set, CheckedTransaction signed, BlockContext block) {
        return new SubjectStep(state, set.subject(), set.counter(), set.expires(), signed, block)
                .shownBy(subject -> subject.leaf().guardianship().equals(set.guardianship())
                        && subject.leaf().keys(Authority.GUARDIAN).equals(set.guardians()))
                .allowedIf(found -> Authorities.subjectKeySigned(found.leaf(), signed)
                        && (found.leaf().custody() == CustodyMode.SELF
                                || found.leaf().guardianship().policy() != Guardianship.Policy.KEYS
                                || Authorities.guardiansSigned(found.leaf(), found.source(), signed, block)))
                .apply(subject ->
                        set.guardians().stream().anyMatch(key -> hasOtherRank(subject.leaf(), key, Authority.GUARDIAN))
                                ? new SubjectStep.No(RejectCode.KEYS_NOT_POSSIBLE)
                                : new SubjectStep.Yes(subject.guardedBy(set.guardians(), set.guardianship())));
    }

    /**
     * By the subject key. Refuses also KEYS_NOT_POSSIBLE (a delegate has another rank, or the custodians' keys are not among the
     * present ones, or are not all of them while the source has custody).
     */
    static Outcome setDelegates(LedgerState state, SetDelegates set, CheckedTransaction signed, BlockContext block) {
        return new SubjectStep(state, set.subject(), set.counter(), set.expires(), signed, block)
                .shownBy(subject -> subject.leaf().keys(Authority.DELEGATE).equals(set.delegates())
                        && subject.leaf().keys(Authority.CUSTODIAN).equals(set.custodians()))
                .allowedIf(found -> Authorities.subjectKeySigned(found.leaf(), signed))
                .apply(subject -> {
                    SubjectLeaf leaf = subject.leaf();
                    boolean custodiansFit = leaf.custody() == CustodyMode.CUSTODIAN
                            ? leaf.keys(Authority.CUSTODIAN).equals(set.custodians())
                            : leaf.keys(Authority.CUSTODIAN).containsAll(set.custodians());
                    boolean delegatesFit =
                            set.delegates().stream().noneMatch(key -> hasOtherRank(leaf, key, Authority.DELEGATE));
                    return custodiansFit && delegatesFit
                            ? new SubjectStep.Yes(subject.delegatedTo(set.delegates(), set.custodians()))
                            : new SubjectStep.No(RejectCode.KEYS_NOT_POSSIBLE);
                });
    }

    /**
     * By as many guardians as it takes, and by the new key; a source that is suspended is no guardian. Refuses also CUSTODY_NOT_POSSIBLE (given back, or taken from the
     * custodian by the custodian itself) · KEYS_NOT_POSSIBLE · RECOVERY_PENDING.
     */
    static Outcome recover(LedgerState state, RecoverSubject recover, CheckedTransaction signed, BlockContext block) {
        return new SubjectStep(state, recover.subject(), recover.counter(), recover.expires(), signed, block)
                .shownBy(subject -> subject.leaf()
                        .recovery()
                        .filter(begun -> begun.counter() == recover.counter()
                                && begun.newKey().equals(recover.newKey())
                                && begun.custody() == recover.custody())
                        .isPresent())
                .allowedIf(found -> Authorities.guardiansSigned(
                                found.leaf(), found.source().filter(source -> !source.suspended()), signed, block)
                        && signed.signers().contains(recover.newKey()))
                .apply(subject -> {
                    SubjectLeaf leaf = subject.leaf();
                    if (isGivenBack(leaf, recover.custody()) || isMadeUpBySource(leaf, recover.custody())) {
                        return new SubjectStep.No(RejectCode.CUSTODY_NOT_POSSIBLE);
                    }
                    if (isKnown(leaf, recover.newKey())) {
                        return new SubjectStep.No(RejectCode.KEYS_NOT_POSSIBLE);
                    }
                    if (leaf.recovery().isPresent()) {
                        return new SubjectStep.No(RejectCode.RECOVERY_PENDING);
                    }
                    Instant effective =
                            Quota.at(block.time()).plus(leaf.guardianship().delay());
                    return new SubjectStep.Yes(subject.recovering(
                            new Recovery(recover.newKey(), recover.custody(), recover.counter(), effective)));
                });
    }

    /**
     * By the subject key. Refuses, in this order: BAD_SIGNATURE · UNKNOWN_SUBJECT · ERASED · NOT_ENTITLED · NOTHING_TO_VETO. Never
     * for a counter or a quota.
     */
    static Outcome veto(LedgerState state, VetoRecovery veto, CheckedTransaction signed, BlockContext block) {
        SubjectStep.Found found = SubjectStep.find(state, veto.subject(), block);
        Optional<RejectCode> refused = found.refused(signed);
        if (refused.isPresent()) {
            return new Outcome.Rejected(refused.get());
        }
        Subject subject = found.subject().orElseThrow();
        if (!Authorities.subjectKeySigned(subject.leaf(), signed)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        Optional<Recovery> pending = subject.leaf().recovery();
        if (pending.filter(begun -> begun.counter() == veto.recovery()).isPresent()) {
            return new LeafChanges().put(veto.subject(), subject.vetoed()).applied();
        }
        return veto.recovery() <= subject.leaf().authorityCounter()
                ? new Outcome.AlreadyApplied()
                : new Outcome.Rejected(RejectCode.NOTHING_TO_VETO);
    }

    private static boolean isSubjectKey(SubjectLeaf leaf, PublicKey key) {
        return leaf.keys(leaf.ownRank()).contains(key);
    }

    private static boolean isKnown(SubjectLeaf leaf, PublicKey key) {
        return leaf.keys().stream().anyMatch(known -> known.key().equals(key));
    }

    private static boolean hasOtherRank(SubjectLeaf leaf, PublicKey key, Authority rank) {
        return leaf.keys().stream().anyMatch(known -> known.key().equals(key) && known.authority() != rank);
    }

    private static boolean isGivenBack(SubjectLeaf leaf, CustodyMode custody) {
        return leaf.custody() == CustodyMode.SELF && custody == CustodyMode.CUSTODIAN;
    }

    /** The source cannot make itself the patient: while it is custodian and guardian, it only replaces its own key. */
    private static boolean isMadeUpBySource(SubjectLeaf leaf, CustodyMode custody) {
        return leaf.custody() == CustodyMode.CUSTODIAN
                && leaf.guardianship().policy() == Guardianship.Policy.SOURCE
                && custody == CustodyMode.SELF;
    }
}
