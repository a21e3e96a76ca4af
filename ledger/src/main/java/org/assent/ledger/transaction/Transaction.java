package org.assent.ledger.transaction;

/**
 * What can be asked of the ledger. A switch over it has no {@code default}: a new transaction does not compile until
 * every rule has met it.
 */
public sealed interface Transaction
        permits RegisterOrganization,
                UpdateOrganization,
                SuspendOrganization,
                ReinstateOrganization,
                EnrollSubject,
                RegisterStudies,
                RecordConsent,
                CloseConsent,
                FreezeSubject,
                UnfreezeSubject,
                RotateSubjectKey,
                SetGuardians,
                SetDelegates,
                RecoverSubject,
                VetoRecovery,
                DeclareEmergency,
                AnchorAccessLog,
                RequestErasure,
                AcknowledgeErasure,
                ProposeChange,
                ApproveChange {

    /** Its place in a block. */
    default Priority priority() {
        return switch (this) {
            case CloseConsent close -> Priority.RESTRICTION;
            case FreezeSubject freeze -> Priority.RESTRICTION;
            case VetoRecovery veto -> Priority.RESTRICTION;
            case DeclareEmergency declare -> Priority.EMERGENCY;
            case RegisterOrganization register -> Priority.ORDINARY;
            case UpdateOrganization update -> Priority.ORDINARY;
            case SuspendOrganization suspend -> Priority.ORDINARY;
            case ReinstateOrganization reinstate -> Priority.ORDINARY;
            case EnrollSubject enroll -> Priority.ORDINARY;
            case RegisterStudies register -> Priority.ORDINARY;
            case RecordConsent recording -> Priority.ORDINARY;
            case UnfreezeSubject unfreeze -> Priority.ORDINARY;
            case RotateSubjectKey rotate -> Priority.ORDINARY;
            case SetGuardians set -> Priority.ORDINARY;
            case SetDelegates set -> Priority.ORDINARY;
            case RecoverSubject recover -> Priority.ORDINARY;
            case AnchorAccessLog anchor -> Priority.ORDINARY;
            case RequestErasure request -> Priority.ORDINARY;
            case AcknowledgeErasure acknowledge -> Priority.ORDINARY;
            case ProposeChange propose -> Priority.ORDINARY;
            case ApproveChange approve -> Priority.ORDINARY;
        };
    }
}
