package org.assent.abci.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.stream.TransactionResult;
import org.assent.ledger.transaction.RejectCode;

/**
 * What became of recent transactions, and who waits for which: a follower of the commit stream. Thread-safe.
 *
 * <p>Remembers a bounded number, more than ten minutes of the densest traffic that quotas allow a site to wait for.
 */
final class SettledTransactions implements CommitFollower {

    private static final int REMEMBERED = 50_000;

    private final Map<TransactionId, Settled> settled = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TransactionId, Settled> eldest) {
            return size() > REMEMBERED;
        }
    };

    private final Map<TransactionId, Set<Waiting>> waiting = new HashMap<>();
    private Newest newest = new Newest(0, Instant.EPOCH);

    /** The newest block. */
    record Newest(long height, Instant time) {}

    /** What became of a transaction, and where. */
    record Settled(long height, Instant time, Optional<RejectCode> rejected) {}

    /** The newest block seen. */
    synchronized Newest newest() {
        return newest;
    }

    /** What became of a transaction, if it was in a recent block. */
    synchronized Optional<Settled> settled(TransactionId transaction) {
        return Optional.ofNullable(settled.get(transaction));
    }

    /** Waits from now on for the next block with the transaction; ends when closed. */
    synchronized Waiting next(TransactionId transaction) {
        Waiting next = new Waiting(transaction);
        waiting.computeIfAbsent(transaction, id -> new HashSet<>()).add(next);
        return next;
    }

    private synchronized void forget(Waiting ended) {
        Set<Waiting> others = waiting.get(ended.transaction);
        if (others != null && others.remove(ended) && others.isEmpty()) {
            waiting.remove(ended.transaction);
        }
    }

    /** Somebody who waits for a transaction. */
    final class Waiting implements AutoCloseable {

        private final TransactionId transaction;
        private final CompletableFuture<Settled> result = new CompletableFuture<>();

        private Waiting(TransactionId transaction) {
            this.transaction = transaction;
        }

        /** What became of it; empty when the time is over first. */
        Optional<Settled> get(Duration time) throws InterruptedException {
            try {
                return Optional.of(result.get(time.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("waiting for a transaction never fails", e);
            }
        }

        @Override
        public void close() {
            forget(this);
        }
    }

    @Override
    public synchronized void beginState(long height, Instant time, Bytes32 appHash) {
        newest = new Newest(height, time);
    }

    @Override
    public void leaf(ChangedLeaf leaf) {
        // Only results matter here.
    }

    @Override
    public void endOfState() {
        // Only results matter here.
    }

    @Override
    public synchronized void committed(CommittedBlock block) {
        newest = new Newest(block.height(), block.time());
        for (TransactionResult result : block.results()) {
            Settled now = new Settled(block.height(), block.time(), result.rejected());
            Settled before = settled.get(result.transaction());
            if (before == null || before.rejected().isPresent()) { // a success stands, whatever a resend comes to
                settled.remove(result.transaction());
                settled.put(result.transaction(), now);
            }
            Set<Waiting> futures = waiting.remove(result.transaction());
            if (futures != null) {
                Settled became = settled.getOrDefault(result.transaction(), now);
                futures.forEach(one -> one.result.complete(became));
            }
        }
    }
}
