package org.assent.abci.snapshot;

import java.time.Instant;
import java.util.Optional;
import org.assent.abci.tree.BlockCommit;
import org.assent.abci.tree.NodeRef;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.tree.StateRestoration;
import org.assent.abci.tree.StoredState;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.stream.CommittedBlock;

/** A store that halts the JVM when a restored state is about to be named, if it is asked to. */
record HaltingStore(NodeStore store, boolean halts) implements NodeStore {

    @Override
    public StateRestoration restore() {
        StateRestoration restoration = store.restore();
        return new StateRestoration() {
            @Override
            public NodeRef put(boolean leaf, Bytes32 hash, byte[] bytes) {
                return restoration.put(leaf, hash, bytes);
            }

            @Override
            public void flush() {
                restoration.flush();
            }

            @Override
            public void finish(StoredState state) {
                if (halts) {
                    Runtime.getRuntime().halt(HaltingRestorer.EXIT);
                }
                restoration.finish(state);
            }

            @Override
            public void abandon() {
                restoration.abandon();
            }
        };
    }

    @Override
    public byte[] node(long id) {
        return store.node(id);
    }

    @Override
    public Optional<StoredState> newest() {
        return store.newest();
    }

    @Override
    public Optional<StoredState> at(long height) {
        return store.at(height);
    }

    @Override
    public Optional<CommittedBlock> block(long height) {
        return store.block(height);
    }

    @Override
    public void commit(BlockCommit block) {
        store.commit(block);
    }

    @Override
    public Pin pin(long height) {
        return store.pin(height);
    }

    @Override
    public long markBefore(long highest, Instant before) {
        return store.markBefore(highest, before);
    }

    @Override
    public void forgetMarksBelow(long height) {
        store.forgetMarksBelow(height);
    }

    @Override
    public boolean canRestore() {
        return store.canRestore();
    }

    @Override
    public void close() {
        store.close();
    }
}
