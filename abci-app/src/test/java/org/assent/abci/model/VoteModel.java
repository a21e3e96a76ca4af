package org.assent.abci.model;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.transaction.ApproveChange;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.RejectCode;

/** How members vote. */
record VoteModel(ModelNetwork network, Map<OrganizationId, ModelOrganization> members) {

    Verdict propose(ProposeChange propose, Set<PublicKey> signers, boolean good, Block block) {
        Optional<ModelNetwork.Proposal> same =
                proposal(propose.number()).filter(known -> known.change.equals(propose.change()));
        if (good && same.isPresent() && same.get().approvals.containsAll(signers)) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(propose.expires(), 600)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (!network.allVote(signers, members, block)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        if (propose.number() != network.proposals.size() + 1L) {
            return Verdict.refused(RejectCode.WRONG_SEQUENCE);
        }
        if (!network.isPossible(propose.change(), members, block)) {
            return Verdict.refused(RejectCode.CHANGE_NOT_POSSIBLE);
        }
        if (network.proposals.stream()
                                .filter(other -> other.isOpen(block.time()))
                                .count()
                        >= 16
                && !network.decided(signers, members, block)) {
            return Verdict.refused(RejectCode.TOO_MANY_PROPOSALS);
        }
        ModelNetwork.Proposal proposal = new ModelNetwork.Proposal(
                propose.change(), java.time.Instant.ofEpochMilli(block.time().toEpochMilli()));
        network.proposals.add(proposal);
        decide(proposal, signers, block);
        return Verdict.APPLIED;
    }

    Verdict approve(ApproveChange approve, Set<PublicKey> signers, boolean good, Block block) {
        Optional<ModelNetwork.Proposal> found = proposal(approve.number())
                .filter(known -> ChangeDigest.of(known.change).equals(approve.change()));
        if (good && found.isPresent() && found.get().approvals.containsAll(signers)) {
            return Verdict.ALREADY;
        }
        if (block.isOutside(approve.expires(), 600)) {
            return Verdict.refused(RejectCode.EXPIRED);
        }
        if (!good) {
            return Verdict.refused(RejectCode.BAD_SIGNATURE);
        }
        if (found.isEmpty()) {
            return Verdict.refused(RejectCode.UNKNOWN_PROPOSAL);
        }
        if (!network.allVote(signers, members, block)) {
            return Verdict.refused(RejectCode.NOT_ENTITLED);
        }
        ModelNetwork.Proposal proposal = found.get();
        Set<PublicKey> all = new HashSet<>(proposal.approvals);
        all.addAll(signers);
        if (!proposal.isOpen(block.time()) || all.size() > 160) {
            return Verdict.refused(RejectCode.PROPOSAL_CLOSED);
        }
        if (network.decided(all, members, block) && !network.isPossible(proposal.change, members, block)) {
            return Verdict.refused(RejectCode.CHANGE_NOT_POSSIBLE);
        }
        decide(proposal, signers, block);
        return Verdict.APPLIED;
    }

    private void decide(ModelNetwork.Proposal proposal, Set<PublicKey> signers, Block block) {
        proposal.approvals.addAll(signers);
        if (network.decided(proposal.approvals, members, block)) {
            proposal.made = true;
            network.make(proposal.change);
        }
    }

    private Optional<ModelNetwork.Proposal> proposal(long number) {
        return number <= network.proposals.size()
                ? Optional.of(network.proposals.get((int) number - 1))
                : Optional.empty();
    }
}
