package org.assent.abci.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.abci.rules.CheckedTransaction;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.transaction.AcknowledgeErasure;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.ApproveChange;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.DeclareEmergency;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.FreezeSubject;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RecoverSubject;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.ReinstateOrganization;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.RequestErasure;
import org.assent.ledger.transaction.RotateSubjectKey;
import org.assent.ledger.transaction.SetDelegates;
import org.assent.ledger.transaction.SetGuardians;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.UnfreezeSubject;
import org.assent.ledger.transaction.UpdateOrganization;
import org.assent.ledger.transaction.VetoRecovery;

/** The model of the whole ledger. */
public final class ModelLedger {

    private final ModelNetwork network;
    private final Map<OrganizationId, ModelOrganization> members = new HashMap<>();
    private final Map<SubjectId, ModelSubject> subjects = new HashMap<>();
    private final MemberModel memberRules;
    private final SubjectModel subjectRules;
    private final VoteModel voteRules;
    private Block block = new Block(0, Instant.EPOCH);

    /** A chain just begun. */
    public ModelLedger(List<PublicKey> accreditors, int threshold, Limits limits, Map<Bytes32, Long> validators) {
        this.network = new ModelNetwork(accreditors, threshold, limits, validators);
        this.memberRules = new MemberModel(network, members);
        this.subjectRules = new SubjectModel(network, members, subjects);
        this.voteRules = new VoteModel(network, members);
    }

    /** A block begins. */
    public void begin(long height, Instant time, List<Bytes32> misbehaved) {
        block = new Block(height, time);
        network.begin(block, misbehaved);
    }

    /** The members' rules. */
    public ModelNetwork network() {
        return network;
    }

    /** The members. */
    public Map<OrganizationId, ModelOrganization> members() {
        return members;
    }

    /** The subjects, as they count in the block that began. */
    public Map<SubjectId, ModelSubject> subjects() {
        subjects.values().forEach(subject -> subject.settle(block.time()));
        return subjects;
    }

    /** The revision of a study; 0 if there is none. */
    public long revision(org.assent.ledger.identity.StudyRef study) {
        return memberRules.revision(study);
    }

    /** What becomes of bytes that do not decode, or of a transaction. */
    public Verdict apply(Optional<CheckedTransaction> decoded) {
        if (decoded.isEmpty()) {
            return Verdict.refused(RejectCode.MALFORMED);
        }
        CheckedTransaction signed = decoded.get();
        Set<PublicKey> signers = signed.signers();
        boolean good = signed.authentic();
        return switch (signed.transaction()) {
            case RegisterOrganization register -> memberRules.register(register, signers, good, block);
            case UpdateOrganization update -> memberRules.update(update, signers, good, block);
            case SuspendOrganization suspend ->
                memberRules.setSuspended(
                        suspend.organization(), suspend.standing(), true, suspend.expires(), signers, good, block);
            case ReinstateOrganization reinstate ->
                memberRules.setSuspended(
                        reinstate.organization(),
                        reinstate.standing(),
                        false,
                        reinstate.expires(),
                        signers,
                        good,
                        block);
            case RegisterStudies register -> memberRules.studies(register, signers, good, block);
            case DeclareEmergency declare -> memberRules.emergency(declare, signers, good, block);
            case AnchorAccessLog anchor -> memberRules.anchor(anchor, signers, good, block);
            case EnrollSubject enroll -> subjectRules.enroll(enroll, signers, good, block);
            case RecordConsent recording -> subjectRules.recordConsent(recording, signers, good, signed.held(), block);
            case CloseConsent close -> subjectRules.close(close, signers, good, block);
            case FreezeSubject freeze -> subjectRules.freeze(freeze, signers, good, block);
            case UnfreezeSubject unfreeze -> subjectRules.unfreeze(unfreeze, signers, good, block);
            case RotateSubjectKey rotate -> subjectRules.rotate(rotate, signers, good, block);
            case SetGuardians set -> subjectRules.setGuardians(set, signers, good, block);
            case SetDelegates set -> subjectRules.setDelegates(set, signers, good, block);
            case RecoverSubject recover -> subjectRules.recover(recover, signers, good, block);
            case VetoRecovery veto -> subjectRules.veto(veto, signers, good, block);
            case RequestErasure request -> subjectRules.requestErasure(request, signers, good, block);
            case AcknowledgeErasure acknowledge -> subjectRules.acknowledge(acknowledge, signers, good, block);
            case ProposeChange propose -> voteRules.propose(propose, signers, good, block);
            case ApproveChange approve -> voteRules.approve(approve, signers, good, block);
        };
    }
}
