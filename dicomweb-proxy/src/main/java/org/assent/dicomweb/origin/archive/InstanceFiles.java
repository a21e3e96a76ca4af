package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder with the instances: each file is named by the SHA-256 of its bytes and never changes.
 *
 * <p>Files come in under {@code incoming}, in the same file system, and get their name only when their bytes are on disk;
 * {@link #keep} returns when the names are on disk too. What is under {@code incoming} at start was never acknowledged.
 */
final class InstanceFiles {

    private static final String FILE = ".dcm";
    private static final String SIDECAR = ".aid";
    private static final int BUFFER = 128 * 1024;

    private final Path incoming;
    private final Path instances;
    private final FileStore store;
    private final long minimumFreeBytes;

    /** What was received. */
    record Received(Path file, String sha256, long length) {}

    /** Less space is free than must stay free. */
    static final class NoSpaceException extends IOException {
        private static final long serialVersionUID = 1L;

        NoSpaceException() {
            super("the archive has no space for more");
        }
    }

    InstanceFiles(Path root, long minimumFreeBytes) throws IOException {
        this.incoming = Files.createDirectories(root.resolve("incoming"));
        this.instances = Files.createDirectories(root.resolve("instances"));
        for (Path folder : List.of(incoming, instances)) {
            keepToOwner(folder);
        }
        this.store = Files.getFileStore(root);
        this.minimumFreeBytes = minimumFreeBytes;
        for (int i = 0; i < 256; i++) {
            Files.createDirectories(instances.resolve(prefix(i)));
        }
        sync(instances);
    }

    /** Wherever the operator puts the archive, its files are nobody else's to read. */
    private static void keepToOwner(Path folder) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Takes a stream into a file of its own; nothing remains if that fails. */
    Received receive(InputStream in) throws IOException {
        if (store.getUsableSpace() < minimumFreeBytes) {
            throw new NoSpaceException();
        }
        Path file = incoming.resolve(UUID.randomUUID() + FILE);
        MessageDigest digest = sha256();
        try (FileChannel channel = create(file)) {
            byte[] buffer = new byte[BUFFER];
            long length = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                write(channel, buffer, count);
                length += count;
            }
            return new Received(file, HexFormat.of().formatHex(digest.digest()), length);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static FileChannel create(Path file) throws DiskException {
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new DiskException(e); // a file system can be out of files too
        }
    }

    private static void write(FileChannel channel, byte[] buffer, int count) throws DiskException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    /** The disk failed or is full, not the client. */
    static final class DiskException extends IOException {
        private static final long serialVersionUID = 1L;

        DiskException(IOException cause) {
            super("the archive cannot be written", cause);
        }
    }

    /** Writes a sidecar that waits beside a received file. */
    Path writeSidecar(byte[] bytes) throws IOException {
        Path file = incoming.resolve(UUID.randomUUID() + SIDECAR);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            out.write(bytes);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw new DiskException(e);
        }
        return file;
    }

    /** Brings the bytes of received files to disk. */
    static void force(List<StagedInstance> staged) throws IOException {
        for (StagedInstance instance : staged) {
            sync(instance.file());
        }
    }

    /**
     * Gives received files their names. Returns when that is on disk.
     *
     * @return names that were not there before
     */
    List<String> keep(List<StagedInstance> staged) throws IOException {
        List<String> fresh = new ArrayList<>();
        Set<Path> folders = new TreeSet<>();
        for (StagedInstance instance : staged) {
            Path target = file(instance.sha256());
            if (!Files.exists(target)) {
                Files.move(instance.file(), target, StandardCopyOption.ATOMIC_MOVE);
                fresh.add(instance.sha256());
            }
            Files.move(instance.sidecar(), sidecar(instance.sha256()), StandardCopyOption.ATOMIC_MOVE);
            folders.add(target.getParent());
        }
        for (Path folder : folders) {
            sync(folder);
        }
        return fresh;
    }

    /** Puts a sidecar that was made again in its place. */
    void replaceSidecar(String sha256, byte[] bytes) throws IOException {
        Files.move(writeSidecar(bytes), sidecar(sha256), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes files that no row names. */
    void remove(List<String> names) {
        for (String name : names) {
            discard(file(name));
            discard(sidecar(name));
        }
    }

    /** Removes a file that waits, if it is still there. */
    static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove a file of the archive", e);
        }
    }

    Path file(String sha256) {
        return instances.resolve(sha256.substring(0, 2)).resolve(sha256 + FILE);
    }

    Path sidecar(String sha256) {
        return instances.resolve(sha256.substring(0, 2)).resolve(sha256 + SIDECAR);
    }

    /** Removes everything that waits. */
    int clearIncoming() throws IOException {
        try (Stream<Path> left = Files.list(incoming)) {
            List<Path> files = left.toList();
            files.forEach(InstanceFiles::discard);
            return files.size();
        }
    }

    /** Gives the names of all kept files, 256 times a part of them. */
    void forEachFolder(Consumer<Folder> consumer) throws IOException {
        for (int i = 0; i < 256; i++) {
            Set<String> names = new TreeSet<>();
            try (Stream<Path> files = Files.list(instances.resolve(prefix(i)))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(FILE))
                        .forEach(name -> names.add(name.substring(0, name.length() - FILE.length())));
            } catch (NoSuchFileException e) {
                throw new IOException("a folder of the archive is not there", e);
            }
            consumer.accept(new Folder(prefix(i), names));
        }
    }

    /** The kept files whose names begin with two hexadecimal digits. */
    record Folder(String prefix, Set<String> names) {}

    private static String prefix(int number) {
        return HexFormat.of().toHexDigits((byte) number);
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
