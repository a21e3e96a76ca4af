package org.assent.receipt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file of whatever length, that somebody handed over, without taking more of it into memory than it may have. */
public final class BoundedFile {

    private BoundedFile() {}

    /**
     * The bytes of a file.
     *
     * @param most how many it may have
     * @return one byte more than that if it is longer, which is enough to see that it is
     */
    public static byte[] read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most + 1);
        }
    }
}
