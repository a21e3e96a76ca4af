package org.assent.abci.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.GovernanceLeaf;

/** What each change makes of the members' rules, and what is never possible. Pure. */
final class Changes {

    /** How many blocks ahead an upgrade must at least be: every node has executed the decision before its height comes. */
    static final long UPGRADE_AHEAD = 10;

    private Changes() {}

    /**
     * The rules after the change; empty if it would leave no validator, one that nobody claims, or an upgrade that is
     * not one. */
    static Optional<GovernanceLeaf> make(
            LedgerState state, GovernanceLeaf governance, Change change, BlockContext block) {
        return switch (change) {
            case Change.SetAccreditors set ->
                Optional.of(governance.withAccreditors(set.accreditors(), set.threshold()));
            case Change.SetLimits set -> Optional.of(governance.withLimits(set.limits()));
            case Change.SetValidator set ->
                isOwn(state, set) && hasRoom(governance, set)
                        ? Optional.of(governance.withValidators(validators(governance, set)))
                                .filter(after -> !after.validators().isEmpty())
                        : Optional.empty();
            case Change.ScheduleUpgrade schedule ->
                isPossible(governance, schedule.upgrade(), block)
                        ? Optional.of(governance.withUpgrade(schedule.upgrade()))
                        : Optional.empty();
        };
    }

    private static boolean isPossible(GovernanceLeaf governance, Upgrade upgrade, BlockContext block) {
        return upgrade.rulesVersion() > governance.rulesVersion() && upgrade.height() >= block.height() + UPGRADE_AHEAD;
    }

    /** Whether the organization is a member in force that says of itself that this is its validator. */
    private static boolean isOwn(LedgerState state, Change.SetValidator set) {
        return set.power() == 0
                || state.organization(set.organization())
                        .filter(leaf -> !leaf.suspended())
                        .filter(leaf -> leaf.profile().nodes().stream()
                                .anyMatch(node -> node.validator().equals(Optional.of(set.validator()))))
                        .isPresent();
    }

    private static boolean hasRoom(GovernanceLeaf governance, Change.SetValidator set) {
        return without(governance, set.validator()).size() < ValidatorPower.MAX_VALIDATORS;
    }

    private static List<ValidatorPower> validators(GovernanceLeaf governance, Change.SetValidator set) {
        List<ValidatorPower> validators = new ArrayList<>(without(governance, set.validator()));
        if (set.power() > 0) {
            validators.add(new ValidatorPower(set.validator(), set.power(), Optional.of(set.organization())));
        }
        return validators;
    }

    /** The validators but one. */
    static List<ValidatorPower> without(GovernanceLeaf governance, Bytes32 validator) {
        return governance.validators().stream()
                .filter(other -> !other.key().equals(validator))
                .toList();
    }
}
