package org.assent.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.assent.decision.AccessDecision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log in a folder of append-only files, one line an entry, each line chained to the one before.
 *
 * <p>Thread-safe; one process at a time. What was acknowledged survives {@code kill -9}; openings, refusals and security
 * events also survive a power cut, further requests of an open access do after {@link Settings#syncDelay()}. A torn end is
 * cut off at start, kept beside the log and reported by an entry of its own. Accesses that the last run left open are
 * closed as interrupted.
 */
public final class FileAccessLog implements AccessLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileAccessLog.class);

    /**
     * How accesses are formed and files are cut.
     *
     * @param window the longest time during which requests may join an access, at most 60 s
     * @param quiet an access ends earlier when nothing has run under it for so long
     * @param syncDelay the longest time until a further request of an open access is on disk
     * @param segmentBytes a segment longer than this is followed by a new one
     * @param maxOpen the most accesses that are open at once; beyond it the oldest takes no more requests
     */
    public record Settings(Duration window, Duration quiet, Duration syncDelay, long segmentBytes, int maxOpen) {

        /** 60 s, 10 s, 50 ms, 64 MiB, 10,000. */
        public static final Settings DEFAULT =
                new Settings(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMillis(50), 64L << 20, 10_000);
    }

    private static final long SWEEP_MILLIS = 500;

    private final Clock clock;
    private final Settings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<OpenAccess.Key, OpenAccess> joinable = new HashMap<>();
    private final Map<Long, OpenAccess> open = new LinkedHashMap<>();
    private final SegmentedFile file;
    private final GroupSync sync;
    private final Thread sweeper;
    private final CountDownLatch closing = new CountDownLatch(1);

    private FileAccessLog(SegmentedFile file, Clock clock, Settings settings) {
        this.clock = clock;
        this.settings = settings;
        this.file = file;
        this.sync = new GroupSync(file::writer, file.last(), settings.syncDelay());
        this.sweeper =
                Thread.ofPlatform().name("access-log-sweeper").daemon(true).unstarted(this::sweepUntilClosed);
    }

    /** Opens the log in a folder with the default settings; see {@link #open(Path, Clock, Settings)}. */
    public static FileAccessLog open(Path folder, Clock clock) throws IOException {
        return open(folder, clock, Settings.DEFAULT);
    }

    /**
     * Opens the log in a folder, which is created if it is not there.
     *
     * @throws IOException if it cannot be opened, or another process has it open
     */
    public static FileAccessLog open(Path folder, Clock clock, Settings settings) throws IOException {
        SegmentedFile file = SegmentedFile.open(folder, settings.segmentBytes());
        FileAccessLog log = new FileAccessLog(file, clock, settings);
        try {
            log.sync.start();
            log.heal(file.opening());
        } catch (RuntimeException e) {
            log.close();
            throw new IOException("the access log in " + folder + " cannot be written", e);
        }
        log.sweeper.start();
        return log;
    }

    @Override
    public AccessHandle permitted(AccessFacts facts, AccessDecision.Permit permit) {
        LoggedDecision decision = LoggedDecision.of(permit);
        OpenAccess.Key key = OpenAccess.Key.of(facts, permit, decision);
        String receiptId = UUID.randomUUID().toString();
        String openedEntry = EntryCodec.opened(receiptId, facts, decision);
        OpenAccess access;
        lock.lock();
        try {
            Instant now = clock.instant();
            OpenAccess found = joinable.get(key);
            if (found != null && found.joinable(now, settings.window(), settings.quiet())) {
                access = found;
                append(now, EntryCodec.joined(receiptId, access.opening(), facts, decision.height()));
                access.join(now);
            } else {
                access = new OpenAccess(key, receiptId, append(now, openedEntry), now);
                open.put(access.opening(), access);
                if (key.shared()) {
                    joinable.put(key, access);
                    limitOpen();
                }
            }
        } finally {
            lock.unlock();
        }
        sync.await(access.opening());
        return new Permitted(receiptId, access);
    }

    @Override
    public AccessHandle refused(AccessFacts facts, AccessDecision decision) {
        String receiptId = UUID.randomUUID().toString();
        durably(EntryCodec.refused(receiptId, facts, LoggedDecision.of(decision)));
        return new Refused(receiptId);
    }

    @Override
    public void event(SecurityEvent event) {
        durably(EntryCodec.security(UUID.randomUUID().toString(), event));
    }

    /** Number of the newest entry that is on disk, 0 if there is none. */
    public long durable() {
        return sync.durable();
    }

    /** Returns when everything written so far is on disk. */
    public void syncAll() {
        sync.await(sync.written());
    }

    /** The entries that are on disk, and those that will be. */
    public AccessLogReader reader() {
        return new AccessLogReader(file.segments(), sync::durable);
    }

    /** The events of the access history after a position; see {@link AccessTrail}. */
    public AccessTrail trail(long position) {
        return new AccessTrail(reader(), position, clock);
    }

    /** Whether entries can be written, for {@code /health/ready}: false after a failed sync. */
    public boolean available() {
        try {
            sync.check();
            return true;
        } catch (AccessLogUnavailableException e) {
            return false;
        }
    }

    /** Closes all accesses and the files. Requests that still run count as everything. */
    @Override
    public void close() throws IOException {
        closing.countDown();
        lock.lock();
        try {
            open.values().forEach(OpenAccess::abandon);
            sweep();
        } catch (AccessLogUnavailableException e) {
            LOG.error("the access log could not note the end of the open accesses; it will at the next start", e);
        } finally {
            lock.unlock();
        }
        sync.close();
        file.close();
    }

    /** Writes the end of each access that is over; done twice a second without a call. */
    public void sweep() {
        lock.lock();
        try {
            Instant now = clock.instant();
            for (OpenAccess access : open.values().toArray(OpenAccess[]::new)) {
                if (!access.joinable(now, settings.window(), settings.quiet())) {
                    joinable.remove(access.key(), access);
                }
                if (access.over(now, settings.window(), settings.quiet())) {
                    append(now, EntryCodec.closed(access.opening(), access.counts(), access.ending()));
                    open.remove(access.opening());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void sweepUntilClosed() {
        try {
            while (!closing.await(SWEEP_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    sweep();
                } catch (RuntimeException e) {
                    LOG.error("the access log could not note the end of an access; it is tried again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heal(LogOpening opening) {
        opening.repair().ifPresent(repair -> {
            LOG.error(
                    "access log: {} bytes after entry {} were no valid continuation ({} complete lines); kept as {}",
                    repair.bytes(),
                    repair.afterEntry(),
                    repair.completeLines(),
                    repair.keptAs());
            event(new SecurityEvent(
                    "",
                    SecurityEvent.Kind.LOG_REPAIRED,
                    true,
                    "",
                    Map.of(
                            "segment", repair.segment(),
                            "afterEntry", Long.toString(repair.afterEntry()),
                            "bytes", Long.toString(repair.bytes()),
                            "completeLines", Long.toString(repair.completeLines()),
                            "keptAs", repair.keptAs())));
        });
        opening.open()
                .forEach((entry, requests) -> durably(EntryCodec.closed(
                        entry, new AccessCounts(requests, requests, 0, 0, 0), AccessEntry.Ending.INTERRUPTED)));
    }

    private void durably(String entry) {
        long sequence;
        lock.lock();
        try {
            sequence = append(clock.instant(), entry);
        } finally {
            lock.unlock();
        }
        sync.await(sequence);
    }

    private long append(Instant now, String entry) {
        sync.check();
        try {
            Map<Long, Long> requests = new TreeMap<>();
            if (file.full()) {
                open.forEach((opening, access) -> requests.put(opening, access.requests()));
                file.roll(requests);
            }
            long sequence = file.append(now, entry);
            sync.written(sequence);
            return sequence;
        } catch (IOException e) {
            throw new AccessLogUnavailableException("the access log cannot be written; check the disk", e);
        }
    }

    private void limitOpen() {
        if (joinable.size() > settings.maxOpen()) {
            OpenAccess oldest = open.values().stream()
                    .filter(access -> joinable.get(access.key()) == access)
                    .findFirst()
                    .orElseThrow();
            joinable.remove(oldest.key());
            oldest.endJoining();
        }
    }

    /** A request under an access. */
    private final class Permitted implements AccessHandle {
        private final String entryId;
        private final OpenAccess access;
        private boolean ended;

        Permitted(String entryId, OpenAccess access) {
            this.entryId = entryId;
            this.access = access;
        }

        @Override
        public String receiptId() {
            return access.receiptId();
        }

        @Override
        public String entryId() {
            return entryId;
        }

        @Override
        public void completed(int status, long instances, long bytes, boolean cut) {
            lock.lock();
            try {
                if (!ended) {
                    ended = true;
                    access.completed(clock.instant(), instances, bytes, cut);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** A refusal: nothing left, so there is nothing to add. */
    private record Refused(String receiptId) implements AccessHandle {
        @Override
        public void completed(int status, long instances, long bytes, boolean cut) {}
    }
}
