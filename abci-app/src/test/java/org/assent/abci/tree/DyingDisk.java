package org.assent.abci.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FilePath;

/**
 * The disk under one state file: it dies at a chosen step (the write of a page, a truncation or a sync) and then refuses everything, as if the
 * process were gone. What was written since the last sync is there afterwards, or not, as the way of dying says. The store above it
 * is the product's own, opened at {@link #path()}.
 */
public final class DyingDisk {

    static final String SCHEME = "dying";
    private static final int PAGE = 4_096;

    private static final Map<String, DyingDisk> DISKS = new ConcurrentHashMap<>();

    static {
        FilePath.register(new DyingFilePath());
    }

    /** How it dies. */
    public enum Death {
        /** The process is killed: what it wrote stays. */
        KILLED,
        /** The power fails: nothing that was not synced stays. */
        POWER_CUT,
        /** The power fails: of what was not synced any part stays, in any order, the last one torn. */
        POWER_CUT_PART
    }

    /** What was written or cut off and not synced: where, what, and what was there before. */
    private static final class Pending {
        private final long at;
        private final byte[] bytes;
        private final byte[] before;
        private final long sizeBefore;
        private final boolean truncation;

        Pending(long at, byte[] bytes, byte[] before, long sizeBefore, boolean truncation) {
            this.at = at;
            this.bytes = bytes;
            this.before = before;
            this.sizeBefore = sizeBefore;
            this.truncation = truncation;
        }
    }

    private final Path file;
    private final Random random;
    private final List<Pending> pending = new ArrayList<>();
    private long steps;
    private long dieAt = Long.MAX_VALUE;
    private Death death = Death.KILLED;
    private boolean dead;
    private int life;

    /**
     * A disk for a file.
     *
     * @param random which parts stay after {@link Death#POWER_CUT_PART}
     */
    public DyingDisk(Path file, Random random) {
        this.file = file;
        this.random = random;
        DISKS.put(file.toString(), this);
    }

    /** The disk of a file, or of the unfinished one that is to get its name. */
    static DyingDisk of(String file) {
        DyingDisk disk = DISKS.get(file.endsWith(".new") ? file.substring(0, file.length() - ".new".length()) : file);
        if (disk == null) {
            throw new IllegalStateException("there is no disk for " + file);
        }
        return disk;
    }

    /** What to open the store at. */
    public Path path() {
        return Path.of(SCHEME + ":" + file);
    }

    /** The file itself. */
    public Path file() {
        return file;
    }

    /** Counts from here; dies instead of the step of that number, 0 for the next one. */
    public synchronized void dieAt(long step, Death way) {
        steps = 0;
        dieAt = step;
        death = way;
    }

    /** Counts from here and does not die. */
    public synchronized void live() {
        dieAt(Long.MAX_VALUE, Death.KILLED);
    }

    /** Steps since it was told when to die. */
    public synchronized long steps() {
        return steps;
    }

    /** Whether it died. */
    public synchronized boolean isDead() {
        return dead;
    }

    /** Whatever is running dies now. */
    public synchronized void die(Death way) {
        death = way;
        dead = true;
    }

    /** The machine starts again, after the file was closed: the file is what the way of dying left of it. */
    public synchronized void restart() {
        if (dead && death != Death.KILLED) {
            Path written = Files.exists(file) ? file : Path.of(file + ".new");
            try (FileChannel channel = FileChannel.open(
                    written, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                for (Pending change : pending.reversed()) {
                    undo(channel, change);
                }
                if (death == Death.POWER_CUT_PART) {
                    redoSome(channel);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        pending.clear();
        dead = false;
        life++;
        live();
    }

    private static void undo(FileChannel channel, Pending change) throws IOException {
        write(channel, change.at, change.before, change.before.length);
        channel.truncate(change.sizeBefore);
    }

    private void redoSome(FileChannel channel) throws IOException {
        int torn = pending.isEmpty() ? -1 : random.nextInt(pending.size());
        for (int i = 0; i < pending.size(); i++) {
            Pending change = pending.get(i);
            if (random.nextBoolean()) {
                continue;
            }
            if (change.truncation) {
                channel.truncate(change.at);
            } else {
                int length = i == torn ? random.nextInt(change.bytes.length + 1) : change.bytes.length;
                write(channel, change.at, change.bytes, length);
            }
        }
    }

    private static void write(FileChannel channel, long at, byte[] bytes, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer, at + buffer.position());
        }
    }

    /** How often the machine was started: what was opened in an earlier life is dead for good. */
    synchronized int life() {
        return life;
    }

    synchronized void checkAlive(int opened) throws IOException {
        if (dead || opened != life) {
            throw new IOException("the disk is dead");
        }
    }

    private void step(int opened) throws IOException {
        checkAlive(opened);
        if (steps++ >= dieAt) {
            dead = true;
            throw new IOException("the disk dies");
        }
    }

    /** Page by page, as it is written back: a write that is large is many steps. */
    synchronized int write(int opened, FileChannel channel, ByteBuffer source, long at) throws IOException {
        int length = source.remaining();
        long position = at;
        while (source.hasRemaining()) {
            step(opened);
            byte[] bytes = new byte[(int) Math.min(source.remaining(), PAGE - position % PAGE)];
            source.get(bytes);
            pending.add(new Pending(position, bytes, read(channel, position, bytes.length), channel.size(), false));
            write(channel, position, bytes, bytes.length);
            position += bytes.length;
        }
        return length;
    }

    synchronized void truncate(int opened, FileChannel channel, long size) throws IOException {
        step(opened);
        long before = channel.size();
        pending.add(
                new Pending(size, new byte[0], read(channel, size, (int) Math.max(0, before - size)), before, true));
        channel.truncate(size);
    }

    /** From here on it stays. The machine that runs the test does not lose its own power, so it need not sync for it. */
    synchronized void force(int opened) throws IOException {
        step(opened);
        pending.clear();
    }

    private static byte[] read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.clamp(channel.size() - at, 0, length));
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
            // until all is there
        }
        return bytes.array();
    }

    /** A copy of the file as it is now, under a disk of its own. */
    public DyingDisk copy(Path to, Random newRandom) {
        try {
            Files.copy(file, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new DyingDisk(to, newRandom);
    }
}
