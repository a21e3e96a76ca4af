package org.assent.abci.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.ProposalLeaf;
import org.assent.ledger.transaction.ApproveChange;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.RejectCode;

/** How members change their rules together. */
final class GovernanceRules {

    /** For how long a proposal can be approved. */
    static final Duration OPEN_FOR = Duration.ofDays(30);

    private GovernanceRules() {}

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE · NOT_ENTITLED (a signer has no vote) · WRONG_SEQUENCE · CHANGE_NOT_POSSIBLE ·
     * TOO_MANY_PROPOSALS (unless as many signed as it takes: else one who has a vote could keep all others from deciding).
     */
    static Outcome propose(LedgerState state, ProposeChange propose, CheckedTransaction signed, BlockContext block) {
        Electorate electorate = Electorate.of(state, block);
        if (signed.authentic()
                && state.proposal(propose.number())
                        .filter(leaf -> leaf.change().equals(propose.change())
                                && leaf.approvals().containsAll(signed.signers()))
                        .isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutside(propose.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        if (!electorate.allVote(signed)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        GovernanceLeaf governance = state.governance();
        if (propose.number() != governance.proposals() + 1) {
            return new Outcome.Rejected(RejectCode.WRONG_SEQUENCE);
        }
        if (Changes.make(state, governance, propose.change(), block).isEmpty()) {
            return new Outcome.Rejected(RejectCode.CHANGE_NOT_POSSIBLE);
        }
        List<Long> open = new ArrayList<>(governance.open());
        open.removeIf(number -> isOver(state.proposal(number).orElseThrow(), block));
        if (!electorate.decides(signed.signers())) {
            if (open.size() >= GovernanceLeaf.MAX_OPEN) {
                return new Outcome.Rejected(RejectCode.TOO_MANY_PROPOSALS);
            }
            open.add(propose.number());
        }
        ProposalLeaf proposal =
                new ProposalLeaf(propose.change(), List.copyOf(signed.signers()), Quota.at(block.time()), false);
        return decide(
                state, governance.withProposals(propose.number(), open), electorate, propose.number(), proposal, block);
    }

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE · UNKNOWN_PROPOSAL · NOT_ENTITLED (a signer has no vote) · PROPOSAL_CLOSED
     * (also to more keys than a proposal holds: a member can change its root keys as often as it likes) · CHANGE_NOT_POSSIBLE (it would be decided, and is not possible any more).
     */
    static Outcome approve(LedgerState state, ApproveChange approve, CheckedTransaction signed, BlockContext block) {
        Electorate electorate = Electorate.of(state, block);
        Optional<ProposalLeaf> found = state.proposal(approve.number())
                .filter(leaf -> ChangeDigest.of(leaf.change()).equals(approve.change()));
        if (signed.authentic()
                && found.filter(leaf -> leaf.approvals().containsAll(signed.signers()))
                        .isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutside(approve.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        if (found.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_PROPOSAL);
        }
        if (!electorate.allVote(signed)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        ProposalLeaf before = found.get();
        if (before.made() || isOver(before, block)) {
            return new Outcome.Rejected(RejectCode.PROPOSAL_CLOSED);
        }
        Set<PublicKey> approvals = new HashSet<>(before.approvals());
        approvals.addAll(signed.signers());
        if (approvals.size() > ProposalLeaf.MAX_APPROVALS) {
            return new Outcome.Rejected(RejectCode.PROPOSAL_CLOSED);
        }
        ProposalLeaf proposal = new ProposalLeaf(before.change(), List.copyOf(approvals), before.proposedAt(), false);
        return decide(state, state.governance(), electorate, approve.number(), proposal, block);
    }

    private static Outcome decide(
            LedgerState state,
            GovernanceLeaf governance,
            Electorate electorate,
            long number,
            ProposalLeaf proposal,
            BlockContext block) {
        LeafChanges changes = new LeafChanges();
        if (!electorate.decides(new HashSet<>(proposal.approvals()))) {
            return changes.put(governance).put(number, proposal).applied();
        }
        Optional<GovernanceLeaf> changed = Changes.make(state, governance, proposal.change(), block);
        if (changed.isEmpty()) {
            return new Outcome.Rejected(RejectCode.CHANGE_NOT_POSSIBLE);
        }
        List<Long> open = new ArrayList<>(governance.open());
        open.remove(number);
        return changes.put(changed.get().withProposals(governance.proposals(), open))
                .put(number, new ProposalLeaf(proposal.change(), proposal.approvals(), proposal.proposedAt(), true))
                .applied();
    }

    private static boolean isOver(ProposalLeaf proposal, BlockContext block) {
        return block.time().isAfter(proposal.proposedAt().plus(OPEN_FOR));
    }
}
