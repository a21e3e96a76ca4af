package org.assent.abci.app;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assent.ledger.identity.TransactionId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The restrictions that this node admitted and proposes until they have taken effect, and who leaves them out meanwhile. Not
 * thread-safe: {@link Admission} guards it.
 */
final class KeptRestrictions {

    /** Into how many blocks others may fail to take one before it is reported: gossip takes a moment. */
    static final int TOLERATED = 3;

    private static final int MOST_PROPOSERS = 100;
    private static final int MOST_REPORTS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(KeptRestrictions.class);

    private final RestrictionStore store;
    private final Map<ByteString, Kept> kept = new LinkedHashMap<>();
    private final Map<TransactionId, PassedOver> reports = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TransactionId, PassedOver> eldest) {
            return size() > MOST_REPORTS;
        }
    };

    /** One of them. */
    private record Kept(TransactionId id, long since, List<String> passedOver) {}

    KeptRestrictions(RestrictionStore store) {
        this.store = store;
    }

    boolean contains(ByteString transaction) {
        return kept.containsKey(transaction);
    }

    /** Whether it is kept, perhaps under other signatures. */
    boolean contains(TransactionId id) {
        return kept.values().stream().anyMatch(one -> one.id().equals(id));
    }

    int size() {
        return kept.size();
    }

    /** Keeps one that was admitted when the given height was the newest. */
    void keep(ByteString transaction, TransactionId id, long height) {
        if (kept.putIfAbsent(transaction, new Kept(id, height, new ArrayList<>())) == null) {
            store.keep(id, transaction.toByteArray());
        }
    }

    /** All of them, oldest first. */
    List<ByteString> all() {
        return new ArrayList<>(kept.keySet());
    }

    /** Forgets one that is in a block, or whose effect is there by other means. */
    void done(ByteString transaction) {
        Kept one = kept.remove(transaction);
        if (one != null) {
            store.forget(one.id());
            reports.computeIfPresent(
                    one.id(), (id, report) -> new PassedOver(id, report.since(), report.proposers(), true));
        }
    }

    /**
     * A block is committed; those that were there before it and are not in it were passed over by its proposer, unless the block comes
     * late: then this node was cut off, and nobody had them.
     */
    void committed(long height, boolean late, String proposer, Collection<ByteString> inBlock) {
        inBlock.forEach(this::done);
        if (late) {
            return;
        }
        for (Kept one : kept.values()) {
            if (one.since() + 1 < height && one.passedOver().size() < MOST_PROPOSERS) {
                one.passedOver().add(proposer);
                report(one);
            }
        }
    }

    private void report(Kept one) {
        if (one.passedOver().size() <= TOLERATED) {
            return;
        }
        if (!reports.containsKey(one.id())) {
            LOG.error(
                    "restriction {} is not in a block after {} blocks; its proposers: {}",
                    one.id().toHex(),
                    one.passedOver().size(),
                    one.passedOver());
        }
        reports.put(one.id(), new PassedOver(one.id(), one.since(), one.passedOver(), false));
    }

    /** The restrictions that were passed over for too long, the newest last, at most 100. */
    List<PassedOver> reports() {
        return List.copyOf(reports.values());
    }

    /** What was kept when the node ended, read once. */
    Stream<byte[]> stored() {
        return store.kept().stream();
    }
}
