package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.assent.abci.rules.BlockContext;
import org.assent.abci.rules.CheckedTransaction;
import org.assent.abci.rules.ConsentLedger;
import org.assent.abci.rules.LedgerState;
import org.assent.abci.rules.Outcome;
import org.assent.abci.rules.TransactionCheck;
import org.assent.abci.tree.BlockCommit;
import org.assent.abci.tree.StoredState;
import org.assent.abci.tree.TreeUpdate;
import org.assent.abci.wire.ValidatorUpdate;
import org.assent.ledger.governance.Upgrade;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.stream.TransactionResult;
import org.assent.ledger.transaction.RejectCode;

/**
 * One block applied to the committed state, in memory only: signatures checked in parallel, rules in order, the tree updated
 * once.
 *
 * <p>Deterministic (ledger property L1): reads the state, the block and the rules, nothing else; the order in which the
 * parallel checks end shows nowhere.
 */
final class BlockExecution {

    private final TransactionCheck check;
    private final String chainId;
    private final KnownRules rules;

    BlockExecution(String chainId, TransactionCheck check, KnownRules rules) {
        this.rules = rules;
        this.chainId = chainId;
        this.check = check;
    }

    /**
     * What a block comes to.
     *
     * @param verdicts one for each transaction, in order
     * @param events what happened beside them
     * @param validators whose votes change
     * @param commit what to write
     */
    record Executed(
            List<Verdict> verdicts, List<BlockEvent> events, List<ValidatorUpdate> validators, BlockCommit commit) {}

    /**
     * What becomes of one transaction of the block.
     *
     * @param transaction empty if its bytes are malformed
     * @param rejected empty if its effect is there
     */
    record Verdict(Optional<CheckedTransaction> transaction, Optional<RejectCode> rejected) {}

    /**
     * Applies a block.
     *
     * @param evidence of validators that misbehaved
     * @param genesis the leaves that the first block writes beside its own; empty for every other
     * @throws IllegalStateException if its rules are not known here
     */
    Executed execute(
            Committed before,
            long height,
            Instant time,
            List<ByteString> transactions,
            List<Evidence> evidence,
            Collection<ChangedLeaf> genesis) {
        List<Optional<CheckedTransaction>> checked = IntStream.range(0, transactions.size())
                .parallel()
                .mapToObj(i -> check.check(transactions.get(i).toByteArray()))
                .toList();
        LedgerState state = new LedgerState(before.leaves());
        GovernanceLeaf governance = state.governance();
        List<BlockEvent> events = new ArrayList<>(BlockBegin.apply(state, height, evidence));
        Optional<Upgrade> scheduled = state.governance().upgrade();
        rules.require(state.governance().rulesVersion(), height);
        BlockContext block = new BlockContext(height, time);
        List<Verdict> verdicts = new ArrayList<>(transactions.size());
        List<TransactionResult> results = new ArrayList<>(transactions.size());
        for (Optional<CheckedTransaction> transaction : checked) {
            Optional<RejectCode> rejected = apply(state, transaction, block);
            verdicts.add(new Verdict(transaction, rejected));
            transaction.ifPresent(decoded -> results.add(new TransactionResult(decoded.id(), rejected)));
        }
        Collection<ChangedLeaf> changes = merged(genesis, state.changes());
        TreeUpdate update = TreeUpdate.of(before.tree(), height, changes);
        StoredState after = new StoredState(chainId, height, time, update.root());
        CommittedBlock committed = new CommittedBlock(height, time, after.appHash(), List.copyOf(changes), results);
        List<ValidatorUpdate> validators = ValidatorChanges.between(governance, state.governance());
        state.governance()
                .upgrade()
                .filter(upgrade -> !scheduled.equals(Optional.of(upgrade)))
                .ifPresent(upgrade -> events.add(new BlockEvent.UpgradeScheduled(upgrade)));
        return new Executed(verdicts, events, validators, new BlockCommit(after, update, committed));
    }

    private static Optional<RejectCode> apply(
            LedgerState state, Optional<CheckedTransaction> transaction, BlockContext block) {
        if (transaction.isEmpty()) {
            return Optional.of(RejectCode.MALFORMED);
        }
        return switch (ConsentLedger.apply(state, transaction.get(), block)) {
            case Outcome.Applied applied -> {
                state.apply(applied);
                yield Optional.empty();
            }
            case Outcome.AlreadyApplied already -> Optional.empty();
            case Outcome.Rejected rejected -> Optional.of(rejected.code());
        };
    }

    private static Collection<ChangedLeaf> merged(Collection<ChangedLeaf> first, Collection<ChangedLeaf> second) {
        Map<LeafKey, ChangedLeaf> merged = new TreeMap<>();
        first.forEach(leaf -> merged.put(leaf.key(), leaf));
        second.forEach(leaf -> merged.put(leaf.key(), leaf));
        return merged.values();
    }
}
