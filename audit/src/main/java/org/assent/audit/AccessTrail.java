package org.assent.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows the access log and makes of it the events that a privacy officer sees: one for each access, one for each
 * refusal, one for each security event. Their counts add up to exactly the log's entries.
 *
 * <p>An access is given at once when it opens, at most every {@link #GROWTH} while further requests join it, and when it
 * is over. To have each event exactly once: store events under their id, replacing, then keep {@link #position()}; after a
 * crash go on from the kept position, and what is given again replaces itself. For one thread.
 */
public final class AccessTrail implements AutoCloseable {

    /** The longest time until a further request shows. */
    public static final Duration GROWTH = Duration.ofSeconds(2);

    private final AccessLogReader reader;
    private final Clock clock;
    private final Map<Long, Growing> open = new LinkedHashMap<>();
    private long read;

    /**
     * Starts after a position.
     *
     * @param position what {@link #position()} said, 0 to begin with the first entry
     */
    public AccessTrail(AccessLogReader reader, long position, Clock clock) {
        this.reader = reader;
        this.clock = clock;
        this.read = position;
    }

    /** What is new, in order; empty if nothing is. Reads at most {@code limit} entries. */
    public List<TrailEvent> next(int limit) {
        Map<String, TrailEvent> events = new LinkedHashMap<>();
        Instant now = clock.instant();
        for (AccessEntry entry : reader.after(read, limit)) {
            read = entry.sequence();
            take(entry, now).ifPresent(event -> events.put(event.id(), event));
        }
        for (Growing growing : open.values()) {
            growing.due(now).ifPresent(event -> events.put(event.id(), event));
        }
        return new ArrayList<>(events.values());
    }

    /** Where to go on after a crash, once everything given so far is stored: before the oldest access that is open. */
    public long position() {
        return open.isEmpty() ? read : open.keySet().iterator().next() - 1;
    }

    @Override
    public void close() {
        reader.close();
    }

    private Optional<TrailEvent> take(AccessEntry entry, Instant now) {
        return switch (entry) {
            case AccessEntry.Opened opened -> {
                Growing growing = new Growing(opened, now);
                open.put(opened.sequence(), growing);
                yield Optional.of(growing.summary());
            }
            case AccessEntry.Joined joined -> {
                Growing growing = open.get(joined.opening());
                if (growing != null) {
                    growing.join();
                }
                yield Optional.empty();
            }
            case AccessEntry.Closed closed ->
                Optional.ofNullable(open.remove(closed.opening())).map(growing -> growing.closed(closed));
            case AccessEntry.Refused refused -> Optional.of(new TrailEvent.Refusal(refused));
            case AccessEntry.Security security -> Optional.of(new TrailEvent.Security(security));
        };
    }

    /** An access that may still grow. */
    private static final class Growing {
        private final AccessEntry.Opened opened;
        private long requests = 1;
        private boolean grown;
        private Instant given;

        Growing(AccessEntry.Opened opened, Instant given) {
            this.opened = opened;
            this.given = given;
        }

        void join() {
            requests++;
            grown = true;
        }

        Optional<TrailEvent> due(Instant now) {
            if (!grown || now.isBefore(given.plus(GROWTH))) {
                return Optional.empty();
            }
            grown = false;
            given = now;
            return Optional.of(summary());
        }

        TrailEvent closed(AccessEntry.Closed closed) {
            return summary(closed.counts(), Optional.of(new AccessSummary.End(closed.at(), closed.ending())));
        }

        AccessSummary summary() {
            return summary(new AccessCounts(requests, requests, 0, 0, 0), Optional.empty());
        }

        private AccessSummary summary(AccessCounts counts, Optional<AccessSummary.End> end) {
            return new AccessSummary(
                    opened.receiptId(), opened.sequence(), opened.at(), opened.facts(), opened.decision(), counts, end);
        }
    }
}
