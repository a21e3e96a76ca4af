package org.assent.abci.rules;

import java.util.Optional;
import org.assent.ledger.state.Emergencies;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.DeclareEmergency;
import org.assent.ledger.transaction.RejectCode;

/** How an organization declares that it reads in an emergency. Never charged: the limit of a day is enough. */
final class EmergencyRules {

    private EmergencyRules() {}

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE · UNKNOWN_ORGANIZATION (also suspended) · NOT_ENTITLED (no transaction key
     * signed) · NOT_FOR_EMERGENCIES · WRONG_SEQUENCE · TOO_MANY_EMERGENCIES.
     */
    static Outcome declare(LedgerState state, DeclareEmergency declare, CheckedTransaction signed, BlockContext block) {
        Optional<OrganizationLeaf> found = state.organization(declare.organization());
        if (signed.authentic() && found.filter(leaf -> shows(leaf, declare)).isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutsideSlow(declare.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        if (found.isEmpty() || found.get().suspended()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_ORGANIZATION);
        }
        OrganizationLeaf leaf = found.get();
        if (!OrganizationRules.hasSigned(leaf, signed, block)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        if (!leaf.profile().flags().contains(OrganizationProfile.Flag.EMERGENCY)) {
            return new Outcome.Rejected(RejectCode.NOT_FOR_EMERGENCIES);
        }
        Emergencies before = leaf.emergencies();
        if (declare.sequence() != before.declared() + 1) {
            return new Outcome.Rejected(RejectCode.WRONG_SEQUENCE);
        }
        if (before.today().isSpentAt(block.time(), state.governance().limits().emergenciesPerDay())) {
            return new Outcome.Rejected(RejectCode.TOO_MANY_EMERGENCIES);
        }
        Emergencies after = before.declare(declare.commitment(), before.today().oneMoreAt(block.time()));
        return new LeafChanges().put(declare.organization(), leaf.with(after)).applied();
    }

    /** Whether it is the newest one, declared before: the head fixes it. */
    private static boolean shows(OrganizationLeaf leaf, DeclareEmergency declare) {
        return declare.sequence() == leaf.emergencies().declared()
                && leaf.emergencies().last().equals(declare.commitment());
    }
}
