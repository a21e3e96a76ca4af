package org.assent.ledger.transaction;

import org.assent.ledger.codec.WireFields;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.state.WireState;
import org.assent.ledger.wire.WireTransactions;

/** How each transaction stands in a protobuf body, in both directions. */
final class WireBodies {

    private WireBodies() {}

    static WireTransactions.Body write(Transaction transaction) {
        WireTransactions.Body.Builder body = WireTransactions.Body.newBuilder().setVersion(WireFields.VERSION);
        return switch (transaction) {
            case RegisterOrganization register ->
                body.setRegisterOrganization(write(register)).build();
            case EnrollSubject enroll -> body.setEnrollSubject(write(enroll)).build();
            case RegisterStudies register ->
                body.setRegisterStudies(write(register)).build();
            case RecordConsent recording ->
                body.setRecordConsent(write(recording)).build();
            case CloseConsent close -> body.setCloseConsent(write(close)).build();
            case UpdateOrganization other ->
                body.setUpdateOrganization(MemberBodies.write(other)).build();
            case SuspendOrganization other ->
                body.setSuspendOrganization(MemberBodies.write(other)).build();
            case ReinstateOrganization other ->
                body.setReinstateOrganization(MemberBodies.write(other)).build();
            case FreezeSubject other ->
                body.setFreezeSubject(SubjectBodies.write(other)).build();
            case UnfreezeSubject other ->
                body.setUnfreezeSubject(SubjectBodies.write(other)).build();
            case RotateSubjectKey other ->
                body.setRotateSubjectKey(SubjectBodies.write(other)).build();
            case SetGuardians other ->
                body.setSetGuardians(SubjectBodies.write(other)).build();
            case SetDelegates other ->
                body.setSetDelegates(SubjectBodies.write(other)).build();
            case RecoverSubject other ->
                body.setRecoverSubject(SubjectBodies.write(other)).build();
            case VetoRecovery other ->
                body.setVetoRecovery(SubjectBodies.write(other)).build();
            case DeclareEmergency other ->
                body.setDeclareEmergency(MemberBodies.write(other)).build();
            case AnchorAccessLog other ->
                body.setAnchorAccessLog(MemberBodies.write(other)).build();
            case RequestErasure other ->
                body.setRequestErasure(SubjectBodies.write(other)).build();
            case AcknowledgeErasure other ->
                body.setAcknowledgeErasure(SubjectBodies.write(other)).build();
            case ProposeChange other ->
                body.setProposeChange(MemberBodies.write(other)).build();
            case ApproveChange other ->
                body.setApproveChange(MemberBodies.write(other)).build();
        };
    }

    static Transaction read(WireTransactions.Body body) {
        WireFields.version(body.getVersion());
        return switch (body.getTransactionCase()) {
            case REGISTER_ORGANIZATION -> read(body.getRegisterOrganization());
            case ENROLL_SUBJECT -> read(body.getEnrollSubject());
            case REGISTER_STUDIES -> read(body.getRegisterStudies());
            case RECORD_CONSENT -> read(body.getRecordConsent());
            case CLOSE_CONSENT -> read(body.getCloseConsent());
            case UPDATE_ORGANIZATION -> MemberBodies.read(body.getUpdateOrganization());
            case SUSPEND_ORGANIZATION -> MemberBodies.read(body.getSuspendOrganization());
            case REINSTATE_ORGANIZATION -> MemberBodies.read(body.getReinstateOrganization());
            case FREEZE_SUBJECT -> SubjectBodies.read(body.getFreezeSubject());
            case UNFREEZE_SUBJECT -> SubjectBodies.read(body.getUnfreezeSubject());
            case ROTATE_SUBJECT_KEY -> SubjectBodies.read(body.getRotateSubjectKey());
            case SET_GUARDIANS -> SubjectBodies.read(body.getSetGuardians());
            case SET_DELEGATES -> SubjectBodies.read(body.getSetDelegates());
            case RECOVER_SUBJECT -> SubjectBodies.read(body.getRecoverSubject());
            case VETO_RECOVERY -> SubjectBodies.read(body.getVetoRecovery());
            case DECLARE_EMERGENCY -> MemberBodies.read(body.getDeclareEmergency());
            case ANCHOR_ACCESS_LOG -> MemberBodies.read(body.getAnchorAccessLog());
            case REQUEST_ERASURE -> SubjectBodies.read(body.getRequestErasure());
            case ACKNOWLEDGE_ERASURE -> SubjectBodies.read(body.getAcknowledgeErasure());
            case PROPOSE_CHANGE -> MemberBodies.read(body.getProposeChange());
            case APPROVE_CHANGE -> MemberBodies.read(body.getApproveChange());
            case TRANSACTION_NOT_SET -> throw new IllegalArgumentException("a body must hold a known transaction");
        };
    }

    private static WireTransactions.RegisterOrganization write(RegisterOrganization register) {
        return WireTransactions.RegisterOrganization.newBuilder()
                .setProfile(WireState.write(register.profile()))
                .setExpires(WireFields.write(register.expires()))
                .build();
    }

    private static RegisterOrganization read(WireTransactions.RegisterOrganization register) {
        return new RegisterOrganization(
                WireState.profile(register.getProfile()), WireFields.instant(register.getExpires()));
    }

    private static WireTransactions.EnrollSubject write(EnrollSubject enroll) {
        return WireTransactions.EnrollSubject.newBuilder()
                .setSource(WireFields.write(enroll.source().value()))
                .setFirstKey(WireFields.write(enroll.firstKey()))
                .setCustody(WireState.write(enroll.custody()))
                .setExpires(WireFields.write(enroll.expires()))
                .build();
    }

    private static EnrollSubject read(WireTransactions.EnrollSubject enroll) {
        return new EnrollSubject(
                WireFields.organization(enroll.getSource()),
                WireFields.key(enroll.getFirstKey()),
                WireState.custody(enroll.getCustody()),
                WireFields.instant(enroll.getExpires()));
    }

    private static WireTransactions.RegisterStudies write(RegisterStudies register) {
        return WireTransactions.RegisterStudies.newBuilder()
                .setSource(WireFields.write(register.source().value()))
                .addAllStudies(
                        register.studies().stream().map(WireBodies::write).toList())
                .setExpires(WireFields.write(register.expires()))
                .build();
    }

    private static RegisterStudies read(WireTransactions.RegisterStudies register) {
        return new RegisterStudies(
                WireFields.organization(register.getSource()),
                register.getStudiesList().stream().map(WireBodies::read).toList(),
                WireFields.instant(register.getExpires()));
    }

    private static WireTransactions.StudyRecord write(StudyRecord study) {
        return WireTransactions.StudyRecord.newBuilder()
                .setStudy(WireFields.write(study.study().value()))
                .setCommitment(WireFields.write(study.commitment()))
                .setRevision(study.revision())
                .setWithdrawn(study.withdrawn())
                .build();
    }

    private static StudyRecord read(WireTransactions.StudyRecord study) {
        return new StudyRecord(
                new StudyRef(WireFields.bytes32(study.getStudy())),
                WireFields.bytes32(study.getCommitment()),
                study.getRevision(),
                study.getWithdrawn());
    }

    private static WireTransactions.RecordConsent write(RecordConsent recording) {
        return WireTransactions.RecordConsent.newBuilder()
                .setSubject(WireFields.write(recording.subject().value()))
                .setConsent(WireFields.write(recording.consent()))
                .setSequence(recording.sequence())
                .setCommitment(WireFields.write(recording.commitment()))
                .setHeld(TransactionCodec.write(recording.held()))
                .setExpires(WireFields.write(recording.expires()))
                .build();
    }

    private static RecordConsent read(WireTransactions.RecordConsent recording) {
        return new RecordConsent(
                WireFields.subject(recording.getSubject()),
                WireFields.consent(recording.getConsent()),
                recording.getSequence(),
                WireFields.bytes32(recording.getCommitment()),
                TransactionCodec.read(recording.getHeld()),
                WireFields.instant(recording.getExpires()));
    }

    private static WireTransactions.CloseConsent write(CloseConsent close) {
        return WireTransactions.CloseConsent.newBuilder()
                .setSubject(WireFields.write(close.subject().value()))
                .setConsent(WireFields.write(close.consent()))
                .setClosedAs(
                        switch (close.as()) {
                            case INACTIVE -> WireTransactions.ClosedAs.CLOSED_AS_INACTIVE;
                            case ENTERED_IN_ERROR -> WireTransactions.ClosedAs.CLOSED_AS_ENTERED_IN_ERROR;
                        })
                .build();
    }

    private static CloseConsent read(WireTransactions.CloseConsent close) {
        return new CloseConsent(
                WireFields.subject(close.getSubject()),
                WireFields.consent(close.getConsent()),
                switch (close.getClosedAs()) {
                    case CLOSED_AS_INACTIVE -> CloseConsent.ClosedAs.INACTIVE;
                    case CLOSED_AS_ENTERED_IN_ERROR -> CloseConsent.ClosedAs.ENTERED_IN_ERROR;
                    case CLOSED_AS_UNSPECIFIED, UNRECOGNIZED ->
                        throw new IllegalArgumentException("a consent is closed as inactive or entered in error");
                });
    }
}
