package org.assent.ledger.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.governance.Change;
import org.assent.ledger.signature.PublicKey;

/**
 * A change that was put to the vote.
 *
 * @param change what is to change
 * @param approvals keys that approved it, sorted, 1 to 160
 * @param proposedAt block time, whole milliseconds; it can be approved for 30 days
 * @param made whether the change was made
 */
public record ProposalLeaf(Change change, List<PublicKey> approvals, Instant proposedAt, boolean made) implements Leaf {

    /** The most keys that can approve: of 32 accreditors and of 128 validators' organizations. */
    public static final int MAX_APPROVALS = 160;

    public ProposalLeaf {
        Checks.size("approvals", approvals, 1, MAX_APPROVALS);
        Checks.distinct("approvals", approvals);
        approvals = Checks.sorted(approvals, Comparator.naturalOrder());
        Checks.wholeMillis("time of a proposal", proposedAt);
    }
}
