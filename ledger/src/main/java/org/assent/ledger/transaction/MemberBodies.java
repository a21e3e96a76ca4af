package org.assent.ledger.transaction;

import org.assent.ledger.codec.WireFields;
import org.assent.ledger.governance.GovernanceFields;
import org.assent.ledger.state.WireState;
import org.assent.ledger.wire.WireTransactions;

/** How the transactions of organizations and of all members together stand in a protobuf body, in both directions. */
final class MemberBodies {

    private MemberBodies() {}

    static WireTransactions.UpdateOrganization write(UpdateOrganization update) {
        return WireTransactions.UpdateOrganization.newBuilder()
                .setProfile(WireState.write(update.profile()))
                .setRevision(update.revision())
                .setExpires(WireFields.write(update.expires()))
                .build();
    }

    static Transaction read(WireTransactions.UpdateOrganization update) {
        return new UpdateOrganization(
                WireState.profile(update.getProfile()), update.getRevision(), WireFields.instant(update.getExpires()));
    }

    static WireTransactions.SuspendOrganization write(SuspendOrganization suspend) {
        return WireTransactions.SuspendOrganization.newBuilder()
                .setOrganization(WireFields.write(suspend.organization().value()))
                .setStanding(suspend.standing())
                .setExpires(WireFields.write(suspend.expires()))
                .build();
    }

    static Transaction read(WireTransactions.SuspendOrganization suspend) {
        return new SuspendOrganization(
                WireFields.organization(suspend.getOrganization()),
                suspend.getStanding(),
                WireFields.instant(suspend.getExpires()));
    }

    static WireTransactions.ReinstateOrganization write(ReinstateOrganization reinstate) {
        return WireTransactions.ReinstateOrganization.newBuilder()
                .setOrganization(WireFields.write(reinstate.organization().value()))
                .setStanding(reinstate.standing())
                .setExpires(WireFields.write(reinstate.expires()))
                .build();
    }

    static Transaction read(WireTransactions.ReinstateOrganization reinstate) {
        return new ReinstateOrganization(
                WireFields.organization(reinstate.getOrganization()),
                reinstate.getStanding(),
                WireFields.instant(reinstate.getExpires()));
    }

    static WireTransactions.DeclareEmergency write(DeclareEmergency declare) {
        return WireTransactions.DeclareEmergency.newBuilder()
                .setOrganization(WireFields.write(declare.organization().value()))
                .setSequence(declare.sequence())
                .setCommitment(WireFields.write(declare.commitment()))
                .setExpires(WireFields.write(declare.expires()))
                .build();
    }

    static Transaction read(WireTransactions.DeclareEmergency declare) {
        return new DeclareEmergency(
                WireFields.organization(declare.getOrganization()),
                declare.getSequence(),
                WireFields.bytes32(declare.getCommitment()),
                WireFields.instant(declare.getExpires()));
    }

    static WireTransactions.AnchorAccessLog write(AnchorAccessLog anchor) {
        return WireTransactions.AnchorAccessLog.newBuilder()
                .setOrganization(WireFields.write(anchor.organization().value()))
                .setSequence(anchor.sequence())
                .setRoot(WireFields.write(anchor.root()))
                .setCount(anchor.count())
                .setExpires(WireFields.write(anchor.expires()))
                .build();
    }

    static Transaction read(WireTransactions.AnchorAccessLog anchor) {
        return new AnchorAccessLog(
                WireFields.organization(anchor.getOrganization()),
                anchor.getSequence(),
                WireFields.bytes32(anchor.getRoot()),
                anchor.getCount(),
                WireFields.instant(anchor.getExpires()));
    }

    static WireTransactions.ProposeChange write(ProposeChange propose) {
        return WireTransactions.ProposeChange.newBuilder()
                .setNumber(propose.number())
                .setChange(GovernanceFields.write(propose.change()))
                .setExpires(WireFields.write(propose.expires()))
                .build();
    }

    static Transaction read(WireTransactions.ProposeChange propose) {
        return new ProposeChange(
                propose.getNumber(),
                GovernanceFields.read(propose.getChange()),
                WireFields.instant(propose.getExpires()));
    }

    static WireTransactions.ApproveChange write(ApproveChange approve) {
        return WireTransactions.ApproveChange.newBuilder()
                .setNumber(approve.number())
                .setChange(WireFields.write(approve.change()))
                .setExpires(WireFields.write(approve.expires()))
                .build();
    }

    static Transaction read(WireTransactions.ApproveChange approve) {
        return new ApproveChange(
                approve.getNumber(), WireFields.bytes32(approve.getChange()), WireFields.instant(approve.getExpires()));
    }
}
