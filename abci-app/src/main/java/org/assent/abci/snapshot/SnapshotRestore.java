package org.assent.abci.snapshot;

import java.time.Instant;
import java.util.Optional;
import org.assent.abci.tree.Annex;
import org.assent.abci.tree.NodeRef;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.SortedTree;
import org.assent.abci.tree.StateRestoration;
import org.assent.abci.tree.StoredState;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.stream.ChangedLeaf;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a snapshot chunk by chunk into an empty store. Nothing of it can be read before its root is the app hash that the
 * node has verified.
 *
 * <p>What comes is from strangers: each answer is one of a closed list, memory is bounded by a chunk and a leaf, and
 * nothing that they send is an exception. Only a store that cannot be written is.
 */
public final class SnapshotRestore {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRestore.class);

    private final String chainId;
    private final NodeStore store;
    private @Nullable Running running;

    public SnapshotRestore(String chainId, NodeStore store) {
        this.chainId = chainId;
        this.store = store;
    }

    /** What becomes of an offer. */
    public enum Offer {
        ACCEPTED,
        /** The store has a state of its own: no snapshot is taken. */
        HAS_STATE,
        UNKNOWN_FORMAT,
        /** It contradicts itself or the app hash. */
        REFUSED
    }

    /** What becomes of a chunk. */
    public sealed interface Applied {

        /** The next one, please. */
        record More() implements Applied {}

        /** It was the last one, and the state is the store's own now. */
        record Done(StoredState state) implements Applied {}

        /** It is not the chunk that the snapshot says: once more, from somebody else. */
        record Damaged() implements Applied {}

        /** The whole snapshot is no good. */
        record Refused(String why) implements Applied {}

        /** No snapshot was accepted. */
        record NotAsked() implements Applied {}
    }

    private static final class Running {
        private final long height;
        private final Bytes32 appHash;
        private final byte[] metadata;
        private final StateRestoration target;
        private final SortedTree tree;
        private final LeafReader reader = new LeafReader();
        private int next;

        Running(long height, Bytes32 appHash, byte[] metadata, StateRestoration target) {
            this.height = height;
            this.appHash = appHash;
            this.metadata = metadata;
            this.target = target;
            this.tree = new SortedTree(target);
        }

        int chunks() {
            return metadata.length / Bytes32.LENGTH;
        }
    }

    /**
     * A snapshot is offered. An earlier one that is not finished is forgotten.
     *
     * @param appHash what the header after that height says, verified by the node
     */
    public synchronized Offer offer(
            long height, int format, long chunks, byte[] hash, byte[] metadata, byte[] appHash) {
        abandon();
        if (format != SnapshotFormat.VERSION) {
            return Offer.UNKNOWN_FORMAT;
        }
        if (height < 1
                || chunks < 1
                || chunks > SnapshotFormat.MAX_CHUNKS
                || metadata.length != chunks * Bytes32.LENGTH
                || hash.length != Bytes32.LENGTH
                || appHash.length != Bytes32.LENGTH) {
            return Offer.REFUSED;
        }
        Bytes32 trusted = Bytes32.of(appHash);
        if (!SnapshotFormat.hash(chainId, height, trusted, metadata).equals(Bytes32.of(hash))) {
            return Offer.REFUSED;
        }
        if (!store.canRestore()) {
            return Offer.HAS_STATE;
        }
        running = new Running(height, trusted, metadata.clone(), store.restore());
        LOG.info("the state of height {} comes in {} chunks", height, chunks);
        return Offer.ACCEPTED;
    }

    /** The next chunk. */
    public synchronized Applied apply(long index, byte[] chunk) {
        Running now = running;
        if (now == null) {
            return new Applied.NotAsked();
        }
        if (index < now.next) {
            return new Applied.More(); // it was taken before
        }
        if (index > now.next) {
            return refused("chunk " + index + " came instead of " + now.next);
        }
        boolean last = now.next + 1 == now.chunks();
        boolean fits = last
                ? chunk.length >= 1 && chunk.length <= SnapshotFormat.CHUNK_BYTES
                : chunk.length == SnapshotFormat.CHUNK_BYTES;
        if (!fits || !Hash.sha256(chunk).equals(Snapshot.digest(now.metadata, now.next))) {
            return new Applied.Damaged();
        }
        try {
            now.reader.read(chunk, leaf -> add(now, leaf));
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()));
        }
        now.target.flush();
        now.next++;
        return last ? end(now) : new Applied.More();
    }

    private static void add(Running now, ChangedLeaf leaf) {
        if (!Annex.belongs(leaf)) {
            throw new IllegalArgumentException("a leaf has an annex that it does not commit to");
        }
        now.tree.add(leaf);
    }

    private Applied end(Running now) {
        if (!now.reader.isAtEndOfLeaf()) {
            return refused("it ends within a leaf");
        }
        NodeRef root = now.tree.root();
        if (root == null || !root.hash().equals(now.appHash)) {
            return refused("its root is not the app hash");
        }
        // Block time is not part of the state. Until the first block tells it the state counts as old, and nothing is
        // decided.
        StoredState state = new StoredState(chainId, now.height, Instant.EPOCH, root);
        now.target.finish(state);
        running = null;
        LOG.info("the state of height {} is restored, app hash {}", state.height(), state.appHash());
        return new Applied.Done(state);
    }

    private Applied refused(String why) {
        LOG.warn("the snapshot is refused: {}", why);
        abandon();
        return new Applied.Refused(why);
    }

    private void abandon() {
        Optional.ofNullable(running).ifPresent(begun -> begun.target.abandon());
        running = null;
    }
}
