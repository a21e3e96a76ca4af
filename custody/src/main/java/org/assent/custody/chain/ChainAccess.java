package org.assent.custody.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.ledger.stream.LedgerView;
import org.assent.ledger.transaction.TransactionSigner;

/** The ledger as custody works with it: state, client, clocks, and waiting for the state to get somewhere. Thread-safe. */
public final class ChainAccess implements AutoCloseable {

    /** What holds until Governance says otherwise. */
    private static final Duration DEFAULT_STALENESS_BOUND = Duration.ofSeconds(30);

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration MOST_AHEAD = Duration.ofMinutes(9);

    private final OrganizationId own;
    private final LedgerProjection projection;
    private final LedgerClient client;
    private final TransactionSigner signer;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final List<LedgerProjection.Listening> listenings = new ArrayList<>();
    private long heard;

    /** For the organization {@code own}. */
    public ChainAccess(OrganizationId own, LedgerProjection projection, LedgerClient client, Clock clock) {
        this.own = own;
        this.projection = projection;
        this.client = client;
        this.signer = new TransactionSigner(client.chainId());
        this.clock = clock;
    }

    /**
     * Begins to listen to the projection. Call after everybody else listens: whoever waits for a height goes on only when
     * all of custody has heard of it.
     */
    public void listen() {
        listenings.add(projection.onCommit(block -> signal()));
        listenings.add(projection.onStateReplaced(this::signal));
        signal();
    }

    /** The organization of this site. */
    public OrganizationId own() {
        return own;
    }

    /** The committed state. */
    public LedgerView view() {
        return projection;
    }

    /** The committed state, to be listened to. */
    public LedgerProjection projection() {
        return projection;
    }

    /** What transactions are handed to. */
    public LedgerClient client() {
        return client;
    }

    /** What signs transactions for this chain. */
    public TransactionSigner signer() {
        return signer;
    }

    /** The site's clock. */
    public Clock clock() {
        return clock;
    }

    /** An expiry for a transaction that is signed now: five minutes ahead, and never too far ahead of block time. */
    public Instant expiry() {
        Instant wanted = clock.instant().plus(LIFE);
        Instant most = projection.blockTime().plus(MOST_AHEAD);
        return (wanted.isBefore(most) ? wanted : most).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether the newest block is younger than the staleness bound. */
    public boolean current() {
        Duration bound = projection
                .governance()
                .map(governance -> governance.limits().stalenessBound())
                .orElse(DEFAULT_STALENESS_BOUND);
        return projection.height() > 0
                && !clock.instant().isAfter(projection.blockTime().plus(bound));
    }

    /** Whether grants cannot be taken now: the node does not answer, or consensus is lost. */
    public boolean away() {
        LedgerHealth health = client.health();
        return !health.nodeAlive() || health.stale() || !current();
    }

    /** Waits until all of custody has heard of a height; false if it did not in time. */
    public boolean awaitHeight(long height, Duration atMost) throws InterruptedException {
        return await(() -> heard >= height, atMost);
    }

    /** Waits until something holds of the state, asked again after each block; false if it did not in time. */
    public boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            heard = projection.height();
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops listening. */
    @Override
    public void close() {
        listenings.forEach(LedgerProjection.Listening::close);
    }
}
