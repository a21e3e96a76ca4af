package org.assent.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of the log: one file a segment, named by the number of its first entry. Readable by the owner only. */
final class Segments {

    private static final Pattern NAME = Pattern.compile("access-\\d{20}\\.log");

    private final Path folder;

    Segments(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        if (posix()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    Path folder() {
        return folder;
    }

    /** All segments, oldest first. */
    List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** The file that a segment beginning with an entry has. */
    Path file(long first) {
        return folder.resolve(String.format(Locale.ROOT, "access-%020d.log", first));
    }

    /** The number in a segment's name. */
    static long first(Path segment) {
        String name = segment.getFileName().toString();
        return Long.parseLong(name.substring("access-".length(), name.length() - ".log".length()));
    }

    /** Creates an empty file of the owner's alone. */
    Path create(Path file) throws IOException {
        if (posix()) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
        return file;
    }

    /** Makes the creation or removal of files in the folder durable. */
    void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
