package org.assent.audit.cumulative;

import java.util.Map;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.SubjectId;

/** The map after one entry of the durable log. Immutable. */
public final class LogVersion {

    /** Which subject's interval an access that is open belongs to. */
    record OpenInterval(SubjectId subject, long interval) {}

    private final long position;
    private final LogTree tree;
    private final long entries;
    private final long intervals;
    private final Map<Long, OpenInterval> open;

    LogVersion(long position, LogTree tree, long entries, long intervals, Map<Long, OpenInterval> open) {
        this.position = position;
        this.tree = tree;
        this.entries = entries;
        this.intervals = intervals;
        this.open = Map.copyOf(open);
    }

    /** Number of the last entry of the durable log that is in it, 0 for none. */
    public long position() {
        return position;
    }

    /** The root, which is anchored. */
    public Bytes32 root() {
        return tree.root();
    }

    /** Number of entries in all chains. */
    public long entries() {
        return entries;
    }

    /** Number of intervals in all chains, which is anchored. */
    public long intervals() {
        return intervals;
    }

    /** How far the chain of a subject is. */
    public Optional<SubjectHead> head(Bytes32 mapKey) {
        return tree.find(mapKey);
    }

    LogTree tree() {
        return tree;
    }

    Map<Long, OpenInterval> open() {
        return open;
    }

    @Override
    public String toString() {
        return "access log after entry " + position + ": " + root();
    }
}
