package org.assent.abci.snapshot;

import java.nio.file.Path;
import org.assent.abci.tree.KeptHeights;
import org.assent.abci.tree.MvStoreNodeStore;
import org.assent.ledger.bytes.Bytes32;

/** A JVM that takes a snapshot up to a step and halts: 0 after the offer, n after n chunks but the last one's end. */
public final class HaltingRestorer {

    static final int EXIT = 9;

    private HaltingRestorer() {}

    /**
     * Arguments: folder of snapshots, state file, step. Steps up to the number of chunks halt before the last chunk is
     * taken, or, at that number, when all nodes are written and the state is not; one more halts after everything.
     */
    public static void main(String[] arguments) throws Exception {
        SnapshotFiles files = new SnapshotFiles(Path.of(arguments[0]), RandomStates.CHAIN);
        Snapshot snapshot = files.list().getFirst();
        byte[] digests = java.nio.file.Files.readAllBytes(
                Path.of(arguments[0]).resolve(Long.toString(snapshot.height())).resolve("digests"));
        Bytes32 appHash = Bytes32.of(java.util.Arrays.copyOf(digests, Bytes32.LENGTH));
        int step = Integer.parseInt(arguments[2]);
        MvStoreNodeStore store = MvStoreNodeStore.open(Path.of(arguments[1]), new KeptHeights(3));
        SnapshotRestore restore =
                new SnapshotRestore(RandomStates.CHAIN, new HaltingStore(store, step == snapshot.chunks()));
        restore.offer(
                snapshot.height(),
                SnapshotFormat.VERSION,
                snapshot.chunks(),
                snapshot.hash().toByteArray(),
                snapshot.metadata().toByteArray(),
                appHash.toByteArray());
        for (int i = 0; i < Math.min(step, snapshot.chunks()); i++) {
            restore.apply(i, files.chunk(snapshot.height(), i).orElseThrow());
        }
        if (step == snapshot.chunks()) {
            throw new IllegalStateException("it should have halted before its state was named");
        }
        Runtime.getRuntime().halt(EXIT);
    }
}
