package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.abci.rules.TransactionCheck;
import org.assent.ledger.transaction.Priority;
import org.assent.ledger.transaction.Transaction;

/**
 * What a proposer puts into a block, and what a validator accepts (ABCI 2.0, PrepareProposal and ProcessProposal).
 *
 * <p>Neither looks at the state. What is prepared is accepted, whatever was offered: a property that a test holds.
 */
final class Proposals {

    private final TransactionCheck check;

    /** What the check remembers is not decoded again. */
    Proposals(TransactionCheck check) {
        this.check = check;
    }

    /**
     * Restrictions first, the kept ones before those that are only offered; then emergencies; then the rest in the order given, up
     * to the limits. Nothing that CheckTx admits is dropped: what does not fit stays in the mempool. Undecodable bytes, which
     * CheckTx never admits, and repetitions are left out.
     *
     * @param kept restrictions that were admitted and have not taken effect, whether offered or not
     * @param offered by the node, first in first out
     * @param maxTxBytes the node's limit for all transactions of the block
     */
    List<ByteString> prepare(List<ByteString> kept, List<ByteString> offered, long maxTxBytes) {
        Set<ByteString> restrictions = new LinkedHashSet<>(kept);
        Set<ByteString> emergencies = new LinkedHashSet<>();
        Set<ByteString> ordinary = new LinkedHashSet<>();
        for (ByteString transaction : offered) {
            priority(transaction).ifPresent(priority -> {
                switch (priority) {
                    case RESTRICTION -> restrictions.add(transaction);
                    case EMERGENCY -> emergencies.add(transaction);
                    case ORDINARY -> ordinary.add(transaction);
                }
            });
        }
        List<ByteString> block = new ArrayList<>();
        long left = Math.min(maxTxBytes, BlockLimits.MAX_BLOCK_BYTES);
        left = fill(block, restrictions, left);
        left = fill(block, emergencies, left);
        fill(block, ordinary, left);
        return block;
    }

    /** Takes from the front until one does not fit; so nothing overtakes. */
    private static long fill(List<ByteString> block, Set<ByteString> transactions, long left) {
        for (ByteString transaction : transactions) {
            int bytes = BlockLimits.bytesInBlock(transaction);
            if (bytes > left || block.size() >= BlockLimits.MAX_TRANSACTIONS) {
                return 0;
            }
            block.add(transaction);
            left -= bytes;
        }
        return left;
    }

    /**
     * Whether a proposal may be voted for: every transaction decodes, none stands after one of a lower priority, and all
     * together have at most {@link BlockLimits#MAX_BLOCK_BYTES} and are at most {@link BlockLimits#MAX_TRANSACTIONS}.
     */
    boolean isAcceptable(List<ByteString> proposed) {
        if (proposed.size() > BlockLimits.MAX_TRANSACTIONS) {
            return false;
        }
        long bytes = 0;
        Priority last = Priority.RESTRICTION;
        for (ByteString transaction : proposed) {
            bytes += BlockLimits.bytesInBlock(transaction);
            Optional<Priority> priority = priority(transaction);
            if (priority.isEmpty() || priority.get().compareTo(last) < 0 || bytes > BlockLimits.MAX_BLOCK_BYTES) {
                return false;
            }
            last = priority.get();
        }
        return true;
    }

    private Optional<Priority> priority(ByteString transaction) {
        return check.transaction(transaction.toByteArray()).map(Transaction::priority);
    }
}
