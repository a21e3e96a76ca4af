package org.assent.site.demo.story;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks for pieces of pixels in a folder: every aligned run of 64 varied bytes of the studied files against every offset of
 * every file there, by a rolling hash, with a comparison of the bytes themselves behind it.
 */
final class PixelSearch {

    private static final int RUN = 64;
    private static final int DISTINCT_AT_LEAST = 16;
    private static final long BASE = 1_000_003L;
    private static final int CHUNK = 1 << 20;
    private static final int TOP_BITS = 26;

    /** Which values the top bits of the hashes take: says no to nearly every offset without an object. */
    private final BitSet tops = new BitSet(1 << TOP_BITS);

    private final Set<ByteBuffer> runs = new HashSet<>();
    private final long highest;

    private PixelSearch() {
        long power = 1;
        for (int i = 1; i < RUN; i++) {
            power *= BASE;
        }
        highest = power;
    }

    /** Takes runs from the second half of each file, where the pixels are; plain background is left out. */
    static PixelSearch of(List<Path> files) throws IOException {
        PixelSearch search = new PixelSearch();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            for (int start = bytes.length / 2; start + RUN <= bytes.length; start += RUN) {
                byte[] run = Arrays.copyOfRange(bytes, start, start + RUN);
                if (varied(run)) {
                    search.tops.set(top(hash(run)));
                    search.runs.add(ByteBuffer.wrap(run));
                }
            }
        }
        if (search.runs.isEmpty()) {
            throw new IOException("the studied files have no varied pixels to look for");
        }
        return search;
    }

    /** Files below the folder in which a run occurs; empty if there are none. */
    List<Path> findIn(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (occursIn(path)) {
                    found.add(path);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    private boolean occursIn(Path path) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK + RUN);
        try (FileChannel channel = FileChannel.open(path)) {
            while (channel.read(buffer) >= 0) {
                if (occursIn(buffer.array(), buffer.position())) {
                    return true;
                }
                int keep = Math.min(RUN - 1, buffer.position());
                System.arraycopy(buffer.array(), buffer.position() - keep, buffer.array(), 0, keep);
                buffer.position(keep);
            }
        } catch (java.nio.file.NoSuchFileException e) {
            return false; // a log or a temporary file that has gone since
        }
        return false;
    }

    private boolean occursIn(byte[] bytes, int length) {
        if (length < RUN) {
            return false;
        }
        long hash = hash(Arrays.copyOf(bytes, RUN));
        for (int start = 0; ; start++) {
            if (tops.get(top(hash)) && runs.contains(ByteBuffer.wrap(Arrays.copyOfRange(bytes, start, start + RUN)))) {
                return true;
            }
            if (start + RUN >= length) {
                return false;
            }
            hash = (hash - bytes[start] * highest) * BASE + bytes[start + RUN];
        }
    }

    private static int top(long hash) {
        return (int) (hash >>> (Long.SIZE - TOP_BITS));
    }

    private static long hash(byte[] run) {
        long hash = 0;
        for (byte b : run) {
            hash = hash * BASE + b;
        }
        return hash;
    }

    private static boolean varied(byte[] run) {
        Set<Byte> values = new HashSet<>();
        for (byte b : run) {
            values.add(b);
        }
        return values.size() >= DISTINCT_AT_LEAST;
    }
}
