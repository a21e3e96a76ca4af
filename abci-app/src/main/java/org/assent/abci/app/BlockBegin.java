package org.assent.abci.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.abci.app.BlockEvent.Consequence;
import org.assent.abci.rules.LeafChanges;
import org.assent.abci.rules.LedgerState;
import org.assent.ledger.governance.Offence;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.GovernanceLeaf;

/**
 * What becomes of the members' rules before a block's first transaction: a scheduled upgrade whose height has come, and evidence of
 * validators that misbehaved. Deterministic.
 */
final class BlockBegin {

    /** Fewer validators than these bear no fault at all, so the last ones are not taken away by a rule. */
    private static final int FEWEST_VALIDATORS = 4;

    private BlockBegin() {}

    /**
     * Changes the Governance leaf if there is anything to change; the state shows it to the block's transactions.
     *
     * @return what happened, the upgrade first, then the evidence in the block's order
     */
    static List<BlockEvent> apply(LedgerState state, long height, List<Evidence> evidence) {
        GovernanceLeaf before = state.governance();
        GovernanceLeaf after = before.upgradedAt(height);
        List<BlockEvent> events = new ArrayList<>();
        if (!after.equals(before)) {
            events.add(new BlockEvent.Upgraded(height, after.rulesVersion()));
        }
        for (Evidence piece : evidence) {
            after = punished(after, piece, events);
        }
        if (!after.equals(before)) {
            state.apply(new LeafChanges().put(after).applied());
        }
        return events;
    }

    private static GovernanceLeaf punished(GovernanceLeaf governance, Evidence evidence, List<BlockEvent> events) {
        Optional<ValidatorPower> found = evidence.validator(governance);
        if (found.isEmpty()) {
            events.add(seen(evidence, Consequence.NO_VALIDATOR));
            return governance; // it is no validator any more
        }
        ValidatorPower validator = found.get();
        boolean removed = governance.validators().size() > FEWEST_VALIDATORS;
        Offence offence = new Offence(validator.key(), evidence.height(), removed);
        if (!removed) {
            events.add(seen(evidence, Consequence.RECORDED));
            return governance.withOffence(offence);
        }
        events.add(seen(evidence, Consequence.REMOVED));
        events.add(new BlockEvent.ValidatorRemoved(validator.key(), evidence.height()));
        List<ValidatorPower> left = new ArrayList<>(governance.validators());
        left.remove(validator);
        return governance.withValidators(left).withOffence(offence);
    }

    private static BlockEvent seen(Evidence evidence, Consequence consequence) {
        return new BlockEvent.Misbehaviour(evidence.address(), evidence.height(), evidence.type(), consequence);
    }
}
