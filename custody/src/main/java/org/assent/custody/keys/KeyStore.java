package org.assent.custody.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The secrets of a site at rest: one file each, sealed under the master key; the master key is a file of its own that may
 * lie elsewhere (another disk, a mounted secret). Folder and files are the owner's alone.
 *
 * <p>Losing the master key is losing all keys, those kept for patients included: back it up apart from the data.
 */
public final class KeyStore {

    private final Path folder;
    private final SecretBox box;
    private final SecureRandom random;

    private KeyStore(Path folder, SecretBox box, SecureRandom random) {
        this.folder = folder;
        this.box = box;
        this.random = random;
    }

    /** Opens the key store in a folder, with the master key in {@code master.key} there. */
    public static KeyStore open(Path folder, SecureRandom random) throws IOException {
        return open(folder, folder.resolve("master.key"), random);
    }

    /**
     * Opens the key store in a folder; folder and master key are made if neither is there.
     *
     * @param masterKey file with 64 hexadecimal digits
     * @throws IOException if a file cannot be read, others may read it, or the master key is missing while sealed keys are
     *     there
     */
    public static KeyStore open(Path folder, Path masterKey, SecureRandom random) throws IOException {
        PrivateFiles.folder(folder);
        if (!Files.exists(masterKey)) {
            if (holdsKeys(folder)) {
                throw new IOException("the master key " + masterKey + " is missing, but " + folder
                        + " holds keys that were sealed under it; restore it from the backup");
            }
            byte[] fresh = new byte[SecretBox.KEY_LENGTH];
            random.nextBytes(fresh);
            PrivateFiles.write(masterKey, (HexFormat.of().formatHex(fresh) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return new KeyStore(folder, new SecretBox(masterKey(masterKey), random), random);
    }

    /** For what is kept elsewhere, such as in the database. */
    public SecretBox box() {
        return box;
    }

    /** A fresh key and the box that it opens; keep the key sealed in {@link #box()}. */
    public byte[] freshKey() {
        byte[] key = new byte[SecretBox.KEY_LENGTH];
        random.nextBytes(key);
        return key;
    }

    /** A box of a key that was kept sealed. */
    public SecretBox boxOf(byte[] key) {
        return new SecretBox(key, random);
    }

    /** A secret of the site, if it has it. */
    Optional<byte[]> read(String name) throws IOException {
        Path file = folder.resolve(name + ".key");
        return Files.exists(file) ? Optional.of(box.open("site/" + name, PrivateFiles.read(file))) : Optional.empty();
    }

    /** Keeps a secret of the site, durably. */
    void write(String name, byte[] secret) throws IOException {
        PrivateFiles.write(folder.resolve(name + ".key"), box.seal("site/" + name, secret));
    }

    /** What is no secret but belongs to the keys, if it is there. */
    Optional<byte[]> readPublic(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    void writePublic(String name, byte[] bytes) throws IOException {
        PrivateFiles.write(folder.resolve(name), bytes);
    }

    SecureRandom random() {
        return random;
    }

    private static boolean holdsKeys(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".key"));
        }
    }

    private static byte[] masterKey(Path file) throws IOException {
        String hex = new String(PrivateFiles.read(file), StandardCharsets.US_ASCII).strip();
        try {
            byte[] key = HexFormat.of().parseHex(hex);
            if (key.length == SecretBox.KEY_LENGTH) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // said below, without the text
        }
        throw new IOException("the master key " + file + " must be 64 hexadecimal digits");
    }

    @Override
    public String toString() {
        return "key store in " + folder;
    }
}
