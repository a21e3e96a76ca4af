package org.assent.audit.cumulative;

import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;

/**
 * How far the chain of one subject is. Immutable.
 *
 * @param mapKey key in the map, and the head before the first entry
 * @param count number of entries
 * @param head hash of the chain after them
 * @param intervals number of intervals that they begin: accesses and refusals
 */
public record SubjectHead(Bytes32 mapKey, long count, Bytes32 head, long intervals) {

    /** No entry yet. */
    static SubjectHead start(Bytes32 mapKey) {
        return new SubjectHead(mapKey, 0, mapKey, 0);
    }

    /**
     * The same with one more entry: {@code head = H("log-entry", head before, interval, salted entry)}, the interval as 8
     * bytes big endian.
     *
     * @param interval the entry's: one more than before if it begins one
     * @param salted {@link #salted}
     */
    SubjectHead with(long interval, Bytes32 salted) {
        return new SubjectHead(
                mapKey,
                count + 1,
                Hash.of(Domain.LOG_ENTRY, head.toByteArray(), LogSecret.number(interval), salted.toByteArray()),
                Math.max(intervals, interval));
    }

    /** A salted entry: {@code H("log-entry", salt, entry)}. */
    static Bytes32 salted(Bytes32 salt, byte[] entry) {
        return Hash.of(Domain.LOG_ENTRY, salt.toByteArray(), entry);
    }

    /** The value in the map: {@code H("log", salt, count, head, last interval)}. */
    Bytes value(Bytes32 salt) {
        return Bytes.of(Hash.of(
                        Domain.LOG,
                        salt.toByteArray(),
                        LogSecret.number(count),
                        head.toByteArray(),
                        LogSecret.number(intervals))
                .toByteArray());
    }
}
