package org.assent.abci.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/**
 * MVStore's single file, written so that the last synced commit is found again whatever a later one, that was torn, has left.
 *
 * <p>MVStore finds its newest commit from the header, which it writes about every twentieth commit, by following guesses of where
 * the next one lies. A torn commit may lie over one of them: then the file opens at a commit many blocks older (H2 2.4.240).
 * Here each commit is named by the header, in one of its two copies by turns: the other one names the commit before. And
 * neither says that the file was closed cleanly, since of such a file MVStore forgets the newest commit if another one cannot
 * be read. The format is MVStore's.
 */
final class StateFileStore extends SingleFileStore {

    private static final int BLOCK = 4_096;
    private static final int HEADER = 2 * BLOCK;
    private static final String CLEAN = "clean";

    /** Whether the header names the newest commit that this process wrote. */
    private boolean named = true;

    private StateFileStore(Map<String, Object> config) {
        super(config);
    }

    /**
     * Opens the file, or makes an empty one.
     *
     * @throws org.h2.mvstore.MVStoreException if another process has it open, or the file cannot be read
     */
    static StateFileStore open(String name, int cacheMib) {
        StateFileStore file = new StateFileStore(Map.of("cacheSize", cacheMib));
        file.open(name, false, null);
        return file;
    }

    @Override
    protected void writeFully(SFChunk chunk, long pos, ByteBuffer src) {
        if (pos >= HEADER) {
            super.writeFully(chunk, pos, src);
            named = false;
            storeHeader.put(CLEAN, 0); // that it has to go is why RandomAccessStore writes the header next
        } else if (size() < HEADER) {
            super.writeFully(chunk, pos, src); // of a new file
        } else if (!named) {
            long version = DataUtils.readHexLong(storeHeader, "version", 0);
            super.writeFully(chunk, version % 2 * BLOCK, header());
            named = true;
        }
    }

    private ByteBuffer header() {
        HashMap<String, Object> entries = new HashMap<>(storeHeader);
        entries.remove(CLEAN);
        StringBuilder text = new StringBuilder();
        DataUtils.appendMap(text, entries);
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        DataUtils.appendMap(text, "fletcher", DataUtils.getFletcher32(bytes, 0, bytes.length));
        text.append('\n');
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        block.put(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        return block.rewind();
    }
}
