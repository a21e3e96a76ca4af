package org.assent.abci.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.assent.ledger.bytes.Hash;

/** Writes chunks one after the other into a file, and remembers what each hashes to. */
final class ChunkedFile extends OutputStream {

    private final FileChannel file;
    private final byte[] chunk = new byte[SnapshotFormat.CHUNK_BYTES];
    private final ByteArrayOutputStream digests = new ByteArrayOutputStream();
    private int filled;
    private int chunks;

    ChunkedFile(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(int b) throws IOException {
        chunk[filled++] = (byte) b;
        if (filled == chunk.length) {
            endChunk();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int now = Math.min(left, chunk.length - filled);
            System.arraycopy(bytes, at, chunk, filled, now);
            filled += now;
            at += now;
            left -= now;
            if (filled == chunk.length) {
                endChunk();
            }
        }
    }

    private void endChunk() throws IOException {
        if (chunks++ == SnapshotFormat.MAX_CHUNKS) {
            throw new IOException("the state is larger than " + SnapshotFormat.MAX_CHUNKS + " chunks");
        }
        ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, filled);
        digests.writeBytes(Hash.sha256().digest(Arrays.copyOf(chunk, filled)));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
        filled = 0;
    }

    /** Ends the last chunk, syncs, and gives the digests of all. */
    byte[] end() throws IOException {
        if (filled > 0) {
            endChunk();
        }
        file.force(true);
        return digests.toByteArray();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
