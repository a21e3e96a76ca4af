package org.assent.ledger.transaction;

import org.assent.ledger.codec.WireFields;
import org.assent.ledger.state.WireState;
import org.assent.ledger.wire.WireTransactions;

/** How the transactions on a subject's authorities stand in a protobuf body, in both directions. */
final class SubjectBodies {

    private SubjectBodies() {}

    static WireTransactions.FreezeSubject write(FreezeSubject freeze) {
        return WireTransactions.FreezeSubject.newBuilder()
                .setSubject(WireFields.write(freeze.subject().value()))
                .setCounter(freeze.counter())
                .build();
    }

    static Transaction read(WireTransactions.FreezeSubject freeze) {
        return new FreezeSubject(WireFields.subject(freeze.getSubject()), freeze.getCounter());
    }

    static WireTransactions.UnfreezeSubject write(UnfreezeSubject unfreeze) {
        return WireTransactions.UnfreezeSubject.newBuilder()
                .setSubject(WireFields.write(unfreeze.subject().value()))
                .setCounter(unfreeze.counter())
                .setExpires(WireFields.write(unfreeze.expires()))
                .build();
    }

    static Transaction read(WireTransactions.UnfreezeSubject unfreeze) {
        return new UnfreezeSubject(
                WireFields.subject(unfreeze.getSubject()),
                unfreeze.getCounter(),
                WireFields.instant(unfreeze.getExpires()));
    }

    static WireTransactions.RotateSubjectKey write(RotateSubjectKey rotate) {
        return WireTransactions.RotateSubjectKey.newBuilder()
                .setSubject(WireFields.write(rotate.subject().value()))
                .setCounter(rotate.counter())
                .setNewKey(WireFields.write(rotate.newKey()))
                .setCustody(WireState.write(rotate.custody()))
                .setExpires(WireFields.write(rotate.expires()))
                .build();
    }

    static Transaction read(WireTransactions.RotateSubjectKey rotate) {
        return new RotateSubjectKey(
                WireFields.subject(rotate.getSubject()),
                rotate.getCounter(),
                WireFields.key(rotate.getNewKey()),
                WireState.custody(rotate.getCustody()),
                WireFields.instant(rotate.getExpires()));
    }

    static WireTransactions.SetGuardians write(SetGuardians set) {
        return WireTransactions.SetGuardians.newBuilder()
                .setSubject(WireFields.write(set.subject().value()))
                .setCounter(set.counter())
                .addAllGuardians(set.guardians().stream().map(WireFields::write).toList())
                .setGuardianship(WireState.write(set.guardianship()))
                .setExpires(WireFields.write(set.expires()))
                .build();
    }

    static Transaction read(WireTransactions.SetGuardians set) {
        return new SetGuardians(
                WireFields.subject(set.getSubject()),
                set.getCounter(),
                set.getGuardiansList().stream().map(WireFields::key).toList(),
                WireState.read(set.getGuardianship()),
                WireFields.instant(set.getExpires()));
    }

    static WireTransactions.SetDelegates write(SetDelegates set) {
        return WireTransactions.SetDelegates.newBuilder()
                .setSubject(WireFields.write(set.subject().value()))
                .setCounter(set.counter())
                .addAllDelegates(set.delegates().stream().map(WireFields::write).toList())
                .addAllCustodians(
                        set.custodians().stream().map(WireFields::write).toList())
                .setExpires(WireFields.write(set.expires()))
                .build();
    }

    static Transaction read(WireTransactions.SetDelegates set) {
        return new SetDelegates(
                WireFields.subject(set.getSubject()),
                set.getCounter(),
                set.getDelegatesList().stream().map(WireFields::key).toList(),
                set.getCustodiansList().stream().map(WireFields::key).toList(),
                WireFields.instant(set.getExpires()));
    }

    static WireTransactions.RecoverSubject write(RecoverSubject recover) {
        return WireTransactions.RecoverSubject.newBuilder()
                .setSubject(WireFields.write(recover.subject().value()))
                .setCounter(recover.counter())
                .setNewKey(WireFields.write(recover.newKey()))
                .setCustody(WireState.write(recover.custody()))
                .setExpires(WireFields.write(recover.expires()))
                .build();
    }

    static Transaction read(WireTransactions.RecoverSubject recover) {
        return new RecoverSubject(
                WireFields.subject(recover.getSubject()),
                recover.getCounter(),
                WireFields.key(recover.getNewKey()),
                WireState.custody(recover.getCustody()),
                WireFields.instant(recover.getExpires()));
    }

    static WireTransactions.VetoRecovery write(VetoRecovery veto) {
        return WireTransactions.VetoRecovery.newBuilder()
                .setSubject(WireFields.write(veto.subject().value()))
                .setRecovery(veto.recovery())
                .build();
    }

    static Transaction read(WireTransactions.VetoRecovery veto) {
        return new VetoRecovery(WireFields.subject(veto.getSubject()), veto.getRecovery());
    }

    static WireTransactions.RequestErasure write(RequestErasure request) {
        return WireTransactions.RequestErasure.newBuilder()
                .setSubject(WireFields.write(request.subject().value()))
                .setCounter(request.counter())
                .setExpires(WireFields.write(request.expires()))
                .build();
    }

    static Transaction read(WireTransactions.RequestErasure request) {
        return new RequestErasure(
                WireFields.subject(request.getSubject()),
                request.getCounter(),
                WireFields.instant(request.getExpires()));
    }

    static WireTransactions.AcknowledgeErasure write(AcknowledgeErasure acknowledge) {
        return WireTransactions.AcknowledgeErasure.newBuilder()
                .setSubject(WireFields.write(acknowledge.subject().value()))
                .setCounter(acknowledge.counter())
                .setExpires(WireFields.write(acknowledge.expires()))
                .build();
    }

    static Transaction read(WireTransactions.AcknowledgeErasure acknowledge) {
        return new AcknowledgeErasure(
                WireFields.subject(acknowledge.getSubject()),
                acknowledge.getCounter(),
                WireFields.instant(acknowledge.getExpires()));
    }
}
