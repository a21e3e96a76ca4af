package org.assent.abci.rules;

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
import org.assent.ledger.transaction.RequestErasure;
import org.assent.ledger.transaction.RotateSubjectKey;
import org.assent.ledger.transaction.SetDelegates;
import org.assent.ledger.transaction.SetGuardians;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.UnfreezeSubject;
import org.assent.ledger.transaction.UpdateOrganization;
import org.assent.ledger.transaction.VetoRecovery;

/**
 * The rules of the ledger: one state, one transaction, one block, one outcome. CheckTx and FinalizeBlock use this same
 * function.
 *
 * <p>Pure: reads the authenticated map and the block, no clock, no random source and no environment (ABCI 2.0,
 * Requirement 9). Every rule refuses in a fixed order; the order is part of consensus and tested. Common to all: a transaction
 * whose effect the leaf already shows is {@link Outcome.AlreadyApplied}, even when it has expired since; then
 * {@code EXPIRED}, then {@code BAD_SIGNATURE} if any signature of the envelope does not verify; then what each rule says.
 */
public final class ConsentLedger {

    private ConsentLedger() {}

    /** What becomes of the transaction; the state is only read. */
    public static Outcome apply(LedgerState state, CheckedTransaction signed, BlockContext block) {
        return switch (signed.transaction()) { // no default: a new transaction does not compile until it is handled
            case RegisterOrganization register -> OrganizationRules.register(state, register, signed, block);
            case EnrollSubject enroll -> EnrollmentRules.enroll(state, enroll, signed, block);
            case RegisterStudies register -> StudyRules.register(state, register, signed, block);
            case RecordConsent record -> ConsentRules.record(state, record, signed, block);
            case CloseConsent close -> ConsentRules.close(state, close, signed, block);
            case UpdateOrganization update -> MembershipRules.update(state, update, signed, block);
            case SuspendOrganization suspend -> MembershipRules.suspend(state, suspend, signed, block);
            case ReinstateOrganization reinstate -> MembershipRules.reinstate(state, reinstate, signed, block);
            case FreezeSubject freeze -> FreezeRules.freeze(state, freeze, signed, block);
            case UnfreezeSubject unfreeze -> FreezeRules.unfreeze(state, unfreeze, signed, block);
            case RotateSubjectKey rotate -> KeyRules.rotate(state, rotate, signed, block);
            case SetGuardians set -> KeyRules.setGuardians(state, set, signed, block);
            case SetDelegates set -> KeyRules.setDelegates(state, set, signed, block);
            case RecoverSubject recover -> KeyRules.recover(state, recover, signed, block);
            case VetoRecovery veto -> KeyRules.veto(state, veto, signed, block);
            case DeclareEmergency declare -> EmergencyRules.declare(state, declare, signed, block);
            case AnchorAccessLog anchor -> AccessLogRules.anchor(state, anchor, signed, block);
            case RequestErasure request -> ErasureRules.requestErasure(state, request, signed, block);
            case AcknowledgeErasure acknowledge -> ErasureRules.acknowledgeErasure(state, acknowledge, signed, block);
            case ProposeChange propose -> GovernanceRules.propose(state, propose, signed, block);
            case ApproveChange approve -> GovernanceRules.approve(state, approve, signed, block);
        };
    }
}
