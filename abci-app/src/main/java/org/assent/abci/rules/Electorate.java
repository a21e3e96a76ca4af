package org.assent.abci.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;

/**
 * Who has a vote on the members' rules, and when they have decided: m of the n accreditors, or organizations whose validators have
 * more than two thirds of the power. So members can replace accreditors who are gone.
 *
 * @param governance the rules in force
 * @param seats the validators of organizations that are not suspended
 */
record Electorate(GovernanceLeaf governance, List<Seat> seats) {

    /**
     * A validator and who may vote for it.
     *
     * @param power its votes
     * @param roots root keys of its organization, valid at the block's height
     */
    record Seat(long power, List<PublicKey> roots) {}

    static Electorate of(LedgerState state, BlockContext block) {
        GovernanceLeaf governance = state.governance();
        List<Seat> seats = governance.validators().stream()
                .flatMap(validator -> seat(state, validator, block).stream())
                .toList();
        return new Electorate(governance, seats);
    }

    private static Optional<Seat> seat(LedgerState state, ValidatorPower validator, BlockContext block) {
        return validator
                .organization()
                .flatMap(state::organization)
                .filter(leaf -> !leaf.suspended())
                .map(leaf -> new Seat(validator.power(), roots(leaf, block)));
    }

    private static List<PublicKey> roots(OrganizationLeaf leaf, BlockContext block) {
        return leaf.keys(OrganizationKey.Role.ROOT, block.height());
    }

    /**
     * Whether every signer has a vote. One without is refused with all others: counted later, when it may have got a vote, it would
     * make a transaction that was sent again change something.
     */
    boolean allVote(CheckedTransaction signed) {
        Set<PublicKey> all = new HashSet<>(governance.accreditors());
        seats.stream().map(Seat::roots).forEach(all::addAll);
        return all.containsAll(signed.signers());
    }

    /** Whether these approvals are enough, by who has a vote now. */
    boolean decides(Set<PublicKey> approvals) {
        return byAccreditors(approvals) || byValidators(approvals);
    }

    private boolean byAccreditors(Set<PublicKey> approvals) {
        return governance.accreditors().stream().filter(approvals::contains).count() >= governance.threshold();
    }

    private boolean byValidators(Set<PublicKey> approvals) {
        long all = governance.validators().stream()
                .mapToLong(ValidatorPower::power)
                .sum();
        long approving = seats.stream()
                .filter(seat -> seat.roots().stream().anyMatch(approvals::contains))
                .mapToLong(Seat::power)
                .sum();
        return approving * 3 > all * 2;
    }
}
