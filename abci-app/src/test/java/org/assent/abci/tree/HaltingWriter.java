package org.assent.abci.tree;

import java.nio.file.Path;
import java.util.Random;

/** A JVM that writes blocks into a state file, prints the last height whose commit returned, and halts. */
public final class HaltingWriter {

    static final int EXIT = 9;
    static final KeptHeights KEPT = new KeptHeights(5);

    private HaltingWriter() {}

    /** Arguments: the file, the number of blocks. Every fourth block is large, so that space is freed and used again. */
    public static void main(String[] arguments) {
        MvStoreNodeStore store = MvStoreNodeStore.open(Path.of(arguments[0]), KEPT);
        store.reuseSpaceAtOnce();
        Random random = new Random(1);
        long height = 0;
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            int leaves = i % 4 == 0 ? 300 : 1;
            height = Blocks.commit(store, Blocks.leaves(random, leaves, 600, 200))
                    .height();
        }
        System.out.println(height);
        System.out.flush();
        Runtime.getRuntime().halt(EXIT);
    }
}
