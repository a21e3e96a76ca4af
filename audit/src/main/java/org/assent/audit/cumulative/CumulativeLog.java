package org.assent.audit.cumulative;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.assent.audit.AccessEntry;
import org.assent.audit.LoggedDecision;
import org.assent.audit.LoggedLine;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.SubjectId;

/**
 * Makes the map from the durable log, entry by entry; the same entries and secrets always make the same map. An entry about
 * one subject goes into its chain: an opening and a refusal begin an interval, a closing ends the opening's. Requests that
 * join an access are in its closing; an opening without a closing counts as everything. For one thread; a
 * {@link LogVersion} that it gives may go anywhere.
 */
public final class CumulativeLog {

    private static final int MOST_SECRETS = 10_000;

    private final LogSecrets secrets;
    private final Map<SubjectId, LogSecret> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SubjectId, LogSecret> eldest) {
            return size() > MOST_SECRETS;
        }
    };
    private final Map<Long, LogVersion.OpenInterval> open;
    private LogTree tree;
    private long position;
    private long entries;
    private long intervals;

    /** Before the first entry. */
    public CumulativeLog(LogSecrets secrets) {
        this(secrets, new LogVersion(0, LogTree.EMPTY, 0, 0, Map.of()));
    }

    /** Goes on after a version. */
    public CumulativeLog(LogSecrets secrets, LogVersion version) {
        this.secrets = secrets;
        this.tree = version.tree();
        this.position = version.position();
        this.entries = version.entries();
        this.intervals = version.intervals();
        this.open = new HashMap<>(version.open());
    }

    /** Number of the last entry that was taken. */
    public long position() {
        return position;
    }

    /** Number of entries in all chains. */
    public long entries() {
        return entries;
    }

    /** The map as it is now. */
    public LogVersion version() {
        return new LogVersion(position, tree, entries, intervals, open);
    }

    /**
     * Takes the next entry of the durable log.
     *
     * @throws IllegalStateException if it is not the next
     */
    public void take(LoggedLine line) {
        AccessEntry entry = line.entry();
        if (entry.sequence() != position + 1) {
            throw new IllegalStateException("after entry " + position + " of the access log comes " + entry.sequence());
        }
        concerned(entry).ifPresent(subject -> append(subject, line));
        position = entry.sequence();
    }

    private Optional<SubjectId> concerned(AccessEntry entry) {
        return switch (entry) {
            case AccessEntry.Opened opened -> subject(opened.decision());
            case AccessEntry.Refused refused -> subject(refused.decision());
            case AccessEntry.Closed closed ->
                Optional.ofNullable(open.get(closed.opening())).map(LogVersion.OpenInterval::subject);
            case AccessEntry.Joined joined -> Optional.empty();
            case AccessEntry.Security security -> Optional.empty();
        };
    }

    private static Optional<SubjectId> subject(LoggedDecision decision) {
        return decision.subject();
    }

    private void append(SubjectId subject, LoggedLine line) {
        LogSecret secret = known.computeIfAbsent(subject, secrets::of);
        Bytes32 mapKey = secret.mapKey(subject);
        SubjectHead before = tree.find(mapKey).orElse(SubjectHead.start(mapKey));
        long interval = interval(before, subject, line.entry());
        SubjectHead after = before.with(
                interval,
                SubjectHead.salted(
                        secret.entrySalt(before.count() + 1), line.json().getBytes(StandardCharsets.UTF_8)));
        tree = tree.with(after, after.value(secret.leafSalt(after.count())));
        entries++;
        intervals += after.intervals() - before.intervals();
    }

    private long interval(SubjectHead before, SubjectId subject, AccessEntry entry) {
        long next = before.intervals() + 1;
        if (entry instanceof AccessEntry.Closed closed) {
            LogVersion.OpenInterval opened = open.remove(closed.opening());
            return opened == null ? next : opened.interval();
        }
        if (entry instanceof AccessEntry.Opened opened) {
            open.put(opened.sequence(), new LogVersion.OpenInterval(subject, next));
        }
        return next;
    }
}
