package org.assent.abci.snapshot;

import static java.util.Objects.requireNonNull;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assent.abci.tree.Annex;
import org.assent.abci.tree.StateTree;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots that this site offers, one folder each: {@code <height>/leaves}, the chunks one after the other, and {@code
 * <height>/digests}, the app hash and what each chunk hashes to. A folder appears whole or not at all. Thread-safe.
 */
public final class SnapshotFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final Pattern HEIGHT = Pattern.compile("[1-9][0-9]{0,17}");
    private static final String LEAVES = "leaves";
    private static final String DIGESTS = "digests";
    private static final String UNFINISHED = "unfinished";
    /** How long a snapshot stays after a chunk of it was fetched, and how many more than wanted may stay so. */
    private static final Duration IN_USE = Duration.ofMinutes(5);

    private static final int SPARED = 2;

    private final Path folder;
    private final String chainId;
    private final ConcurrentSkipListMap<Long, Snapshot> snapshots = new ConcurrentSkipListMap<>();
    private final Map<Long, Long> fetchedNanos = new ConcurrentHashMap<>();

    /**
     * Reads what the folder has; makes it if it is missing. What is unfinished or broken is deleted.
     *
     * @throws IOException if the folder cannot be made or read
     */
    public SnapshotFiles(Path folder, String chainId) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.chainId = chainId;
        List<Path> found;
        try (Stream<Path> entries = Files.list(folder)) {
            found = entries.toList();
        }
        for (Path entry : found) {
            String name = requireNonNull(entry.getFileName()).toString();
            Optional<Snapshot> snapshot =
                    HEIGHT.matcher(name).matches() ? read(entry, Long.parseLong(name)) : Optional.empty();
            if (snapshot.isPresent()) {
                snapshots.put(snapshot.get().height(), snapshot.get());
            } else {
                delete(entry);
            }
        }
    }

    private Optional<Snapshot> read(Path entry, long height) throws IOException {
        Path digests = entry.resolve(DIGESTS);
        Path leaves = entry.resolve(LEAVES);
        if (!Files.isRegularFile(digests)
                || !Files.isRegularFile(leaves)
                || Files.size(digests) > Bytes32.LENGTH * (1L + SnapshotFormat.MAX_CHUNKS)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(digests));
        long chunks = Math.ceilDiv(Files.size(leaves), SnapshotFormat.CHUNK_BYTES);
        if (chunks < 1 || bytes.remaining() != Bytes32.LENGTH * (1 + chunks)) {
            LOG.warn("the snapshot of height {} is not whole; it is deleted", height);
            return Optional.empty();
        }
        byte[] appHash = new byte[Bytes32.LENGTH];
        byte[] metadata = new byte[bytes.remaining() - Bytes32.LENGTH];
        bytes.get(appHash).get(metadata);
        return Optional.of(snapshot(height, Bytes32.of(appHash), metadata));
    }

    private Snapshot snapshot(long height, Bytes32 appHash, byte[] metadata) {
        return new Snapshot(height, SnapshotFormat.hash(chainId, height, appHash, metadata), Bytes.of(metadata));
    }

    /** The snapshots, the oldest first. */
    public List<Snapshot> list() {
        return List.copyOf(snapshots.values());
    }

    /** Height of the oldest; empty if there is none. */
    public Optional<Long> oldest() {
        return Optional.ofNullable(snapshots.firstEntry()).map(Map.Entry::getKey);
    }

    /** A chunk, checked; empty if there is none such, or not any more, or it is damaged. */
    public Optional<byte[]> chunk(long height, int index) {
        Snapshot snapshot = snapshots.get(height);
        if (snapshot == null || index < 0 || index >= snapshot.chunks()) {
            return Optional.empty();
        }
        fetchedNanos.put(height, System.nanoTime());
        try (FileChannel file =
                FileChannel.open(folder.resolve(Long.toString(height)).resolve(LEAVES), StandardOpenOption.READ)) {
            long from = (long) index * SnapshotFormat.CHUNK_BYTES;
            ByteBuffer chunk =
                    ByteBuffer.allocate((int) Math.min(SnapshotFormat.CHUNK_BYTES, Math.max(0, file.size() - from)));
            while (chunk.hasRemaining() && file.read(chunk, from + chunk.position()) >= 0) {
                // until it is whole
            }
            byte[] bytes = chunk.array();
            if (!Hash.sha256(bytes).equals(Snapshot.digest(snapshot.metadata().toByteArray(), index))) {
                LOG.error("chunk {} of the snapshot of height {} is damaged; the snapshot is deleted", index, height);
                remove(height);
                return Optional.empty();
            }
            return Optional.of(bytes);
        } catch (IOException e) {
            LOG.warn("chunk {} of the snapshot of height {} cannot be read: {}", index, height, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Writes the snapshot of a state, in bounded memory, checking every node on the way.
     *
     * @param tree stays readable meanwhile
     * @param stop asked between leaves: whether to leave it
     * @return empty if it was left
     * @throws IOException if it cannot be written; nothing of it stays
     */
    public Optional<Snapshot> write(long height, StateTree tree, BooleanSupplier stop) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        delete(unfinished);
        try {
            Files.createDirectory(unfinished);
            byte[] metadata;
            try (ChunkedFile file = new ChunkedFile(unfinished.resolve(LEAVES));
                    DataOutputStream out = new DataOutputStream(file)) {
                tree.forEach(leaf -> {
                    if (stop.getAsBoolean()) {
                        throw new LeftException();
                    }
                    Annex.check(leaf);
                    try {
                        LeafWriter.write(leaf, out);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                out.flush();
                metadata = file.end();
            }
            Snapshot snapshot = snapshot(height, tree.rootHash(), metadata);
            try (FileChannel file = FileChannel.open(
                    unfinished.resolve(DIGESTS), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer digests = ByteBuffer.allocate(Bytes32.LENGTH + metadata.length)
                        .put(tree.rootHash().toByteArray())
                        .put(metadata)
                        .flip();
                while (digests.hasRemaining()) {
                    file.write(digests);
                }
                file.force(true);
            }
            Path whole = folder.resolve(Long.toString(height));
            delete(whole);
            Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
            snapshots.put(height, snapshot);
            return Optional.of(snapshot);
        } catch (LeftException e) {
            delete(unfinished);
            return Optional.empty();
        } catch (UncheckedIOException e) {
            delete(unfinished);
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            delete(unfinished);
            throw e;
        }
    }

    /** Deletes the oldest ones, so that {@code keep} stay, and those that somebody is fetching. */
    public void keepNewest(int keep) {
        List<Long> old = new ArrayList<>(snapshots.keySet());
        int spared = 0;
        for (int i = old.size() - keep - 1; i >= 0; i--) {
            Long fetched = fetchedNanos.get(old.get(i));
            if (fetched != null && System.nanoTime() - fetched < IN_USE.toNanos() && spared < SPARED) {
                spared++;
            } else {
                remove(old.get(i));
            }
        }
    }

    private void remove(long height) {
        snapshots.remove(height);
        fetchedNanos.remove(height);
        try {
            delete(folder.resolve(Long.toString(height)));
        } catch (IOException e) {
            LOG.warn("the snapshot of height {} cannot be deleted: {}", height, e.getMessage());
        }
    }

    private static void delete(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            List<Path> inside;
            try (Stream<Path> entries = Files.list(entry)) {
                inside = entries.toList();
            }
            for (Path file : inside) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(entry);
    }

    /** Leaves the walk over the tree. */
    private static final class LeftException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeftException() {
            super("left", null, false, false);
        }
    }
}
