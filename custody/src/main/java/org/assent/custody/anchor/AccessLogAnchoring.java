package org.assent.custody.anchor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assent.audit.cumulative.KeptLog;
import org.assent.audit.cumulative.LogVersion;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.chain.WokenThread;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.client.Submission;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the map over the access log and anchors its root: some time after a change or after many entries, never by block, and
 * only while the organization is registered. An anchor that fails is followed by one of the then newest root. Thread-safe.
 */
public final class AccessLogAnchoring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLogAnchoring.class);
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** A start reads about so many entries of the durable log again. */
    private static final long READ_AGAIN = 50_000;

    private final ChainAccess chain;
    private final OrganizationKeys keys;
    private final KeptLog log;
    private final AnchorSettings settings;
    private final WokenThread thread;

    /** What is known of the newest anchor; the thread's only. */
    private Instant tried;

    private volatile AnchorStanding standing = new AnchorStanding(0, Optional.empty(), false);

    /**
     * Not started yet.
     *
     * @param log belongs to this from now on, and is closed by it
     */
    public AccessLogAnchoring(ChainAccess chain, OrganizationKeys keys, KeptLog log, AnchorSettings settings) {
        this.chain = chain;
        this.keys = keys;
        this.log = log;
        this.settings = settings;
        this.tried = chain.clock().instant();
        this.thread = new WokenThread(
                "access-log-anchoring",
                settings.interval().compareTo(LONGEST_PAUSE) < 0 ? settings.interval() : LONGEST_PAUSE,
                this::round);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /** How far the ledger holds what the log says. */
    public AnchorStanding standing() {
        return standing;
    }

    /** The map under the newest anchor, if it is known. */
    public Optional<KeptLog.Anchored> anchored() {
        return log.anchored();
    }

    /** Follows the log, and anchors it if it is time. */
    void round() throws InterruptedException {
        try {
            LogVersion now = log.catchUp();
            Optional<AccessLogLeaf> leaf = look();
            boolean registered = chain.view().organization(chain.own()).isPresent();
            if (registered && isDue(now, leaf)) {
                submit(now, leaf.map(AccessLogLeaf::sequence).orElse(0L) + 1);
                look();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the map of the access log cannot be kept", e);
        }
    }

    private Optional<AccessLogLeaf> look() throws IOException {
        Optional<AccessLogLeaf> leaf = chain.view().accessLog(chain.own());
        if (leaf.isPresent()) {
            log.onLedger(leaf.get(), READ_AGAIN);
        }
        Optional<Instant> since = log.unanchoredSince();
        boolean overdue = since.filter(instant -> chain.clock().instant().isAfter(instant.plus(settings.overdue())))
                .isPresent();
        if (overdue && !standing.overdue()) {
            LOG.error("the access log is not anchored since {}", since.get());
        }
        standing = new AnchorStanding(leaf.map(AccessLogLeaf::sequence).orElse(0L), since, overdue);
        return leaf;
    }

    private boolean isDue(LogVersion now, Optional<AccessLogLeaf> leaf) {
        Bytes32 anchored = leaf.map(AccessLogLeaf::root).orElse(Bytes32.ZERO); // that of an empty map
        if (now.root().equals(anchored)) {
            return false;
        }
        LedgerHealth health = chain.client().health();
        if (!health.nodeAlive() || health.stale()) {
            return false;
        }
        boolean timeOver = !chain.clock().instant().isBefore(tried.plus(settings.interval()));
        long known = log.anchored().map(last -> last.version().entries()).orElse(0L);
        boolean many = now.entries() - known >= settings.entries()
                && !chain.clock().instant().isBefore(tried.plus(WAIT));
        return timeOver || many;
    }

    private void submit(LogVersion now, long sequence) throws IOException, InterruptedException {
        log.submitting(sequence, now);
        tried = chain.clock().instant();
        AnchorAccessLog anchor =
                new AnchorAccessLog(chain.own(), sequence, now.root(), now.intervals(), chain.expiry());
        Submission submission = chain.client().submit(chain.signer().sign(anchor, keys.transaction()), WAIT);
        switch (submission) {
            case Submission.Final done -> LOG.debug("anchor {} of the access log at {}", sequence, done.height());
            case Submission.Rejected rejected ->
                LOG.warn("anchor {} of the access log was refused: {}", sequence, rejected.code());
            case Submission.Pending pending -> LOG.info("anchor {} of the access log is in no block yet", sequence);
            case Submission.Busy busy -> LOG.info("anchor {} of the access log waits: the ledger is busy", sequence);
            case Submission.Away away -> LOG.info("anchor {} of the access log waits: {}", sequence, away.reason());
        }
        if (submission instanceof Submission.Final done) {
            chain.await(() -> chain.view().height() >= done.height(), WAIT);
        }
    }

    @Override
    public void close() {
        thread.close();
        try {
            log.close();
        } catch (IOException e) {
            LOG.warn("the map of the access log was not kept; the next start reads more", e);
        }
    }
}
