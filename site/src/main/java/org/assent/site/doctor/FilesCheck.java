package org.assent.site.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assent.site.SiteFolder;

/** Whose a site's files are, who else may read them, whether there is room for more. */
final class FilesCheck {

    private static final long FEW_BYTES = 1L << 30;
    private static final long ENOUGH_BYTES = 20L << 30;
    private static final int LONGEST_SOCKET_PATH = 103;

    private final SiteFolder folder;

    FilesCheck(SiteFolder folder) {
        this.folder = folder;
    }

    List<Diagnosis> look() throws IOException {
        List<Diagnosis> found = new ArrayList<>();
        found.add(owner());
        found.add(closed("folder", folder.root(), "rwx------"));
        found.add(keys());
        found.add(socketPath());
        found.add(space());
        return found;
    }

    private Diagnosis owner() throws IOException {
        String owner = Files.getOwner(folder.root()).getName();
        String me = System.getProperty("user.name");
        if (!owner.equals(me)) {
            return Diagnosis.fail(
                    "owner",
                    folder.root() + " belongs to " + owner + ", you are " + me,
                    "run this, and the site, as " + owner + ", or: chown -R " + me + " " + folder.root());
        }
        return Files.isWritable(folder.root())
                ? Diagnosis.ok("owner", "the folder is " + me + "'s")
                : Diagnosis.fail("owner", "the folder cannot be written", "chmod u+rwx " + folder.root());
    }

    private static Diagnosis closed(String subject, Path path, String wanted) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        return isPrivate(permissions)
                ? Diagnosis.ok(subject, "only its owner may enter " + path)
                : Diagnosis.fail(
                        subject,
                        "others may enter " + path + " (" + PosixFilePermissions.toString(permissions) + ")",
                        "chmod " + (wanted.equals("rwx------") ? "700 " : "600 ") + path);
    }

    private static boolean isPrivate(Set<PosixFilePermission> permissions) {
        return permissions.stream().allMatch(one -> one.name().startsWith("OWNER_"));
    }

    private Diagnosis keys() throws IOException {
        List<Path> keys = new ArrayList<>();
        if (Files.isDirectory(folder.keys())) {
            try (Stream<Path> files = Files.walk(folder.keys())) {
                files.filter(file ->
                                Files.isRegularFile(file) && file.toString().endsWith(".key"))
                        .forEach(keys::add);
            }
        }
        Path validator = folder.node().resolve("config/priv_validator_key.json");
        Path node = folder.node().resolve("config/node_key.json");
        for (Path key : List.of(validator, node)) {
            if (Files.notExists(key)) {
                return Diagnosis.fail(
                        "keys",
                        "there is no " + key,
                        "restore it from the backup; for a new site ./assent site init DIR makes it");
            }
            keys.add(key);
        }
        for (Path key : keys) {
            if (!Files.isReadable(key)) {
                return Diagnosis.fail("keys", key + " cannot be read", "chmod 600 " + key);
            }
            if (!isPrivate(Files.getPosixFilePermissions(key))) {
                return Diagnosis.fail("keys", "others may read " + key, "chmod 600 " + key);
            }
        }
        boolean master = keys.stream().anyMatch(key -> key.endsWith("master.key"));
        return Files.exists(folder.ledgerState()) && !master
                ? Diagnosis.fail(
                        "keys",
                        "the site has run, and its " + folder.keys().resolve("master.key") + " is gone",
                        "restore keys/ from the backup; without it patients' keys cannot be read")
                : Diagnosis.ok("keys", keys.size() + " keys, all private");
    }

    private Diagnosis socketPath() {
        Path socket = folder.streamSocket();
        int length = socket.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET_PATH) {
            return Diagnosis.fail(
                    "sockets",
                    "the path of " + socket + " has " + length + " bytes, " + LONGEST_SOCKET_PATH + " are possible",
                    "move the folder to a shorter path");
        }
        return socket.startsWith(folder.root())
                ? Diagnosis.ok("sockets", "lie in the folder")
                : Diagnosis.warn(
                        "sockets",
                        "the folder's path is too long for a socket; they lie at " + socket,
                        "move the folder to a shorter path, so that nobody cleans them away");
    }

    private Diagnosis space() throws IOException {
        FileStore store = Files.getFileStore(folder.root());
        long free = store.getUsableSpace();
        String text = "%d GB free".formatted(free >> 30);
        if (free < FEW_BYTES) {
            return Diagnosis.fail("disk", text, "make room: the ledger stops when nothing can be written");
        }
        return free < ENOUGH_BYTES
                ? Diagnosis.warn("disk", text, "plan for " + (ENOUGH_BYTES >> 30) + " GB and more, beside the images")
                : Diagnosis.ok("disk", text);
    }
}
