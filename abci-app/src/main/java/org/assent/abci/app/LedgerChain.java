package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assent.abci.rules.LeafChanges;
import org.assent.abci.rules.TransactionCheck;
import org.assent.abci.tree.KnownNodes;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.StateTree;
import org.assent.abci.tree.StoredState;
import org.assent.abci.tree.TreeUpdate;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.jspecify.annotations.Nullable;

/**
 * The chain of states of one network: genesis, then one state a block.
 *
 * <p>A block that is finalized lives in memory only; {@link #commit} makes it durable in one atomic step. So a node that is
 * killed at any instant finds a state that it reported, and is given the blocks after it again (ledger property L2).
 * Consensus calls come from one thread; {@link #committed()} may be read by any.
 */
final class LedgerChain {

    private static final long FIRST_HEIGHT = 1;

    private final String chainId;
    private final NodeStore store;
    private final BlockExecution execution;
    private volatile KnownNodes knownNodes = KnownNodes.kept();
    private volatile Committed committed;
    private List<ChangedLeaf> genesis = List.of();
    private BlockExecution.@Nullable Executed finalized;

    /**
     * Goes on from what is durable.
     *
     * @throws IllegalStateException if the store belongs to another chain
     */
    LedgerChain(String chainId, NodeStore store, TransactionCheck check, KnownRules rules) {
        this.chainId = chainId;
        this.store = store;
        this.execution = new BlockExecution(chainId, check, rules);
        this.committed = store.newest().map(this::reopened).orElseGet(Committed::nothing);
    }

    private Committed reopened(StoredState state) {
        if (!state.chainId().equals(chainId)) {
            throw new IllegalStateException("this state belongs to chain " + state.chainId() + ", not to " + chainId);
        }
        return durable(state);
    }

    private Committed durable(StoredState state) {
        return Committed.at(state.height(), state.time(), StateTree.of(store, state, knownNodes));
    }

    /** The newest durable state. */
    Committed committed() {
        return committed;
    }

    /**
     * Begins the chain. Asked again before the first commit, it begins again: nothing was durable.
     *
     * @return the app hash of the first header
     * @throws IllegalStateException if the chain is another or has begun durably
     */
    Bytes32 begin(String genesisChainId, Instant genesisTime, long initialHeight, GovernanceLeaf governance) {
        if (!genesisChainId.equals(chainId)) {
            throw new IllegalStateException(
                    "this application serves chain " + chainId + ", the node's genesis file is of " + genesisChainId);
        }
        if (committed.height() > 0) {
            throw new IllegalStateException("the chain has begun, its state is at height " + committed.height()
                    + "; the node's data folder is new or older than the state");
        }
        if (initialHeight != FIRST_HEIGHT) {
            throw new IllegalStateException("initial_height must be 1, the genesis file has " + initialHeight);
        }
        genesis = new LeafChanges().put(governance).leaves();
        finalized = null;
        Map<LeafKey, ChangedLeaf> leaves =
                genesis.stream().collect(Collectors.toMap(ChangedLeaf::key, Function.identity()));
        StateTree empty = StateTree.empty();
        Bytes32 appHash = TreeUpdate.of(empty, 0, genesis).rootHash();
        committed = new Committed(true, 0, genesisTime, empty, key -> Optional.ofNullable(leaves.get(key)), appHash);
        return appHash;
    }

    /** Applies the next block in memory; asked again for the same height, it applies it anew to the committed state. */
    BlockExecution.Executed finalizeBlock(
            long height, Instant time, List<ByteString> transactions, List<Evidence> evidence) {
        Committed before = committed;
        if (height != before.height() + 1) {
            throw new IllegalStateException("block " + height + " cannot follow height " + before.height());
        }
        if (!before.begun()) {
            throw new IllegalStateException("there is no genesis yet");
        }
        BlockExecution.Executed executed = execution.execute(before, height, time, transactions, evidence, genesis);
        finalized = executed;
        return executed;
    }

    /** The state is about to come from elsewhere: until it is whole there is none. */
    void waitsForState() {
        knownNodes = KnownNodes.kept();
        committed = Committed.nothing();
        genesis = List.of();
        finalized = null;
    }

    /** Goes on from a state that came from elsewhere and is durable. */
    void restored(StoredState state) {
        committed = reopened(state);
    }

    /** Makes the finalized block durable; when this returns, it survives everything. */
    CommittedBlock commit() {
        BlockExecution.Executed executed = finalized;
        if (executed == null) {
            throw new IllegalStateException("there is no finalized block to commit");
        }
        store.commit(executed.commit());
        finalized = null;
        genesis = List.of();
        committed = durable(executed.commit().state());
        return executed.commit().block();
    }
}
