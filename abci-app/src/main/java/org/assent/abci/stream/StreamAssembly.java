package org.assent.abci.stream;

import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.stream.TransactionResult;
import org.jspecify.annotations.Nullable;

/**
 * Puts states and blocks together from the frames of one connection and gives them to a follower: each height once and in
 * order, a block only when it is whole.
 */
final class StreamAssembly {

    /**
     * More than the largest block comes to: 1 MiB of the shortest transactions, each for another subject with as many open
     * consents as it may have.
     */
    private static final long MAX_BLOCK_BYTES = 256L << 20;

    private final CommitFollower follower;
    private long taken;
    /** Whether the first block may have any height. */
    private boolean anyFirst;

    private StreamFrame.@Nullable BeginState state;
    private StreamFrame.@Nullable BeginBlock block;
    private final List<ChangedLeaf> changes = new ArrayList<>();
    private final List<TransactionResult> results = new ArrayList<>();
    private long blockBytes;

    StreamAssembly(CommitFollower follower, long taken, boolean anyFirst) {
        this.follower = follower;
        this.taken = taken;
        this.anyFirst = anyFirst;
    }

    /** The height that the follower has taken last. */
    long taken() {
        return taken;
    }

    /**
     * Takes the next frame.
     *
     * @return whether the follower has taken a height by it
     * @throws StreamException if it cannot come here
     */
    boolean take(StreamFrame frame) throws StreamException {
        return switch (frame) {
            case StreamFrame.BeginState begin -> {
                require(block == null, "a state begins inside a block");
                state = begin;
                follower.beginState(begin.height(), begin.time(), begin.appHash());
                yield false;
            }
            case StreamFrame.Leaves leaves -> {
                leaves(leaves.leaves());
                yield false;
            }
            case StreamFrame.EndOfState end -> {
                require(state != null && state.height() == end.height(), "the end of a state that has not begun");
                follower.endOfState();
                state = null;
                taken = end.height();
                anyFirst = false;
                yield true;
            }
            case StreamFrame.BeginBlock begin -> {
                require(state == null && block == null, "a block begins inside a state or a block");
                require(
                        anyFirst || begin.height() == taken + 1,
                        "block " + begin.height() + " comes after height " + taken);
                block = begin;
                changes.clear();
                results.clear();
                blockBytes = 0;
                yield false;
            }
            case StreamFrame.Results more -> {
                require(block != null && results.size() + more.results().size() <= block.results(), "too many results");
                results.addAll(more.results());
                yield false;
            }
            case StreamFrame.EndOfBlock end -> {
                endOfBlock(end.height());
                yield true;
            }
            case StreamFrame.Follow follow -> throw out("Follow");
            case StreamFrame.Taken now -> throw out("Taken");
            case StreamFrame.Welcome welcome -> throw out("Welcome");
            case StreamFrame.Refused refused -> throw out("Refused");
            case StreamFrame.Alive alive -> throw out("Alive");
        };
    }

    private void leaves(List<ChangedLeaf> leaves) throws StreamException {
        if (state != null) {
            leaves.forEach(follower::leaf);
            return;
        }
        require(block != null && changes.size() + leaves.size() <= block.changes(), "leaves that belong to nothing");
        for (ChangedLeaf leaf : leaves) {
            blockBytes += leaf.value().length() + leaf.annex().length();
        }
        require(blockBytes <= MAX_BLOCK_BYTES, "a block with more than " + MAX_BLOCK_BYTES + " bytes of changes");
        changes.addAll(leaves);
    }

    private void endOfBlock(long height) throws StreamException {
        StreamFrame.BeginBlock begun = block;
        if (begun == null
                || begun.height() != height
                || changes.size() != begun.changes()
                || results.size() != begun.results()) {
            throw new StreamException(
                    StreamRefusal.OUT_OF_ORDER, "the end of block " + height + " before all of it came");
        }
        follower.committed(new CommittedBlock(height, begun.time(), begun.appHash(), changes, results));
        block = null;
        taken = height;
        anyFirst = false;
    }

    private static void require(boolean holds, String otherwise) throws StreamException {
        if (!holds) {
            throw new StreamException(StreamRefusal.OUT_OF_ORDER, otherwise);
        }
    }

    private static StreamException out(String kind) {
        return new StreamException(StreamRefusal.OUT_OF_ORDER, kind + " comes where it cannot");
    }
}
