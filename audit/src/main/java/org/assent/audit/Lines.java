package org.assent.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of a segment, in order. More can be had after the end when the file has grown by whole lines. */
final class Lines implements AutoCloseable {

    private final InputStream in;
    private long taken;

    Lines(Path file) throws IOException {
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** The next line without its line feed; no bytes at the end, also when an incomplete line stands there. */
    byte[] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                taken += line.size() + 1L;
                return line.toByteArray();
            }
            line.write(b);
        }
        return new byte[0];
    }

    /** Bytes of the lines given so far. */
    long taken() {
        return taken;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
