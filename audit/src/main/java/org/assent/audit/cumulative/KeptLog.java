package org.assent.audit.cumulative;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.assent.audit.AccessLogReader;
import org.assent.audit.LoggedLine;
import org.assent.ledger.state.AccessLogLeaf;

/**
 * The map of a site over restarts: follows the durable log, remembers the version under each anchor that was submitted, and
 * which of them the ledger holds. Files are only a shortcut: without them everything is made again from the log, but for the
 * version under the last anchor if the journal of anchors is lost too, which the next anchor brings back.
 *
 * <p>For one thread, but for {@link #anchored()}, which anybody may ask.
 */
public final class KeptLog implements AutoCloseable {

    private static final int AT_ONCE = 1_000;

    private final MapFile file;
    private final AnchorJournal journal;
    private final AccessLogReader reader;
    private final CumulativeLog map;
    private final Map<Long, List<AnchorAttempt>> toMeet = new HashMap<>();
    private final List<Submitted> submitted = new ArrayList<>();
    private long written;
    private volatile Optional<Anchored> anchored = Optional.empty();

    /**
     * A version under an anchor that the ledger holds.
     *
     * @param leaf the anchor
     * @param version the map under its root
     */
    public record Anchored(AccessLogLeaf leaf, LogVersion version) {}

    /** A version that was submitted, and when the first entry came that is not in it. */
    private static final class Submitted {
        private final long sequence;
        private final LogVersion version;
        private Optional<Instant> changed = Optional.empty();

        Submitted(long sequence, LogVersion version) {
            this.sequence = sequence;
            this.version = version;
        }

        boolean isUnder(AccessLogLeaf leaf) {
            return sequence == leaf.sequence()
                    && version.root().equals(leaf.root())
                    && version.intervals() == leaf.count();
        }
    }

    private KeptLog(
            MapFile file,
            AnchorJournal journal,
            AccessLogReader reader,
            LogSecrets secrets,
            Optional<LogVersion> kept) {
        this.file = file;
        this.journal = journal;
        this.reader = reader;
        this.map = kept.map(version -> new CumulativeLog(secrets, version)).orElseGet(() -> new CumulativeLog(secrets));
        this.written = kept.map(LogVersion::position).orElse(0L);
        submitted.add(new Submitted(0, map.version()));
        for (AnchorAttempt attempt : journal.attempts()) {
            toMeet.computeIfAbsent(attempt.position(), position -> new ArrayList<>())
                    .add(attempt);
        }
        meet();
    }

    /**
     * Opens it in a folder, which is made if it is not there.
     *
     * @param readers opens the durable log
     */
    public static KeptLog open(Path folder, Supplier<AccessLogReader> readers, LogSecrets secrets) throws IOException {
        Files.createDirectories(folder);
        MapFile file = new MapFile(folder.resolve("map"));
        AnchorJournal journal = new AnchorJournal(folder.resolve("anchors"));
        return new KeptLog(file, journal, readers.get(), secrets, file.read());
    }

    /** Takes what is new in the durable log, and gives the map as it is now. */
    public LogVersion catchUp() {
        List<LoggedLine> lines;
        do {
            lines = reader.linesAfter(map.position(), AT_ONCE);
            for (LoggedLine line : lines) {
                long before = map.entries();
                map.take(line);
                if (map.entries() > before) {
                    submitted.stream()
                            .filter(one -> one.changed.isEmpty())
                            .forEach(one ->
                                    one.changed = Optional.of(line.entry().at()));
                }
                meet();
            }
        } while (lines.size() == AT_ONCE);
        return map.version();
    }

    /** Remembers, durably, that a version is about to be anchored. */
    public void submitting(long sequence, LogVersion version) throws IOException {
        boolean again = submitted.stream()
                .anyMatch(one -> one.sequence == sequence && one.version.root().equals(version.root()));
        if (again) {
            return;
        }
        journal.add(new AnchorAttempt(sequence, version.position(), version.root()));
        submitted.add(new Submitted(sequence, version));
    }

    /**
     * Notes what the ledger holds. The version under it is kept in the file, unless it was a short while ago.
     *
     * @param most how many entries of the durable log a start may have to read
     */
    public void onLedger(AccessLogLeaf leaf, long most) throws IOException {
        if (anchored.filter(known -> known.leaf().equals(leaf)).isPresent()) {
            return;
        }
        Optional<Submitted> under =
                submitted.stream().filter(one -> one.isUnder(leaf)).findFirst();
        if (under.isEmpty()) {
            return;
        }
        Submitted found = under.get();
        anchored = Optional.of(new Anchored(leaf, found.version));
        for (Iterator<Submitted> each = submitted.iterator(); each.hasNext(); ) {
            Submitted one = each.next();
            if (one != found && one.sequence <= found.sequence) {
                each.remove();
            }
        }
        journal.forgetBefore(leaf.sequence());
        if (found.version.position() - written >= most) {
            file.write(found.version);
            written = found.version.position();
        }
    }

    /** The version that the ledger holds, if it is known. */
    public Optional<Anchored> anchored() {
        return anchored;
    }

    /** When the first entry came that no anchor on the ledger holds; empty if they are all under one. */
    public Optional<Instant> unanchoredSince() {
        return submitted.getFirst().changed;
    }

    /** Keeps the newest anchored version, so that the next start reads little. */
    @Override
    public void close() throws IOException {
        reader.close();
        Optional<Anchored> last = anchored;
        if (last.isPresent() && last.get().version().position() > written) {
            file.write(last.get().version());
        }
    }

    /** Whether an anchor was submitted at this very entry before the restart: then this is its version. */
    private void meet() {
        List<AnchorAttempt> here = toMeet.remove(map.position());
        if (here != null) {
            LogVersion version = map.version();
            here.stream()
                    .filter(attempt -> attempt.root().equals(version.root()))
                    .forEach(attempt -> submitted.add(new Submitted(attempt.sequence(), version)));
        }
    }
}
