package org.assent.abci.node;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The node's log: a file and the one before it, each of a bounded size. Used by one thread. */
final class RotatingLog implements AutoCloseable {

    private static final long MAX_BYTES = 5L << 20;

    private final Path file;
    private final long maxBytes;
    private OutputStream out;
    private long bytes;

    RotatingLog(Path file) throws IOException {
        this(file, MAX_BYTES);
    }

    RotatingLog(Path file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        Files.createDirectories(requireNonNull(file.toAbsolutePath().getParent()));
        this.out = open(StandardOpenOption.APPEND);
        this.bytes = Files.size(file);
    }

    private OutputStream open(StandardOpenOption how) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    }

    /** Appends a line and flushes it. */
    void line(String line) throws IOException {
        byte[] encoded = (line + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes > 0 && bytes + encoded.length > maxBytes) {
            out.close();
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            out = open(StandardOpenOption.TRUNCATE_EXISTING);
            bytes = 0;
        }
        out.write(encoded);
        out.flush();
        bytes += encoded.length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
