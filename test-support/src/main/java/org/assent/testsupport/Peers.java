package org.assent.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs that nobody here wrote and that some tests talk to. A test that needs one is skipped where it is missing,
 * with the command that installs it; with {@code ASSENT_PEERS=required} it fails instead.
 *
 * <p>Each use leaves a file in {@code ASSENT_PEERS_FOLDER}, from which {@code ./assent test} sums up.
 */
public final class Peers {

    private Peers() {}

    /**
     * Says that the peer is there and gives it, or ends the test.
     *
     * @param name short name, as in the tag {@code peer-<name>}
     * @param found where it is, empty if it is missing
     * @param install the command that installs it
     */
    public static Path need(String name, Optional<Path> found, String install) {
        note((found.isPresent() ? "ran-" : "missing-") + name, install);
        if (found.isEmpty() && "required".equals(System.getenv("ASSENT_PEERS"))) {
            throw new AssertionError("the peer " + name + " is required and missing; install it with: " + install);
        }
        Assumptions.assumeTrue(
                found.isPresent(), () -> "the peer " + name + " is missing; install it with: " + install);
        return found.orElseThrow();
    }

    /** A Python with the packages of {@code acceptance/peers/python/requirements.txt}: {@code ASSENT_PYTHON}. */
    public static Path python() {
        return need(
                "python",
                variable("ASSENT_PYTHON"),
                "python3 -m venv build/peers-home/python && build/peers-home/python/bin/pip install --require-hashes"
                        + " -r acceptance/peers/python/requirements.txt && export"
                        + " ASSENT_PYTHON=$PWD/build/peers-home/python/bin/python");
    }

    /** Chromium: {@code ASSENT_CHROMIUM}, or where Debian puts it. */
    public static Path chromium() {
        Optional<Path> found = variable("ASSENT_CHROMIUM")
                .or(() -> Optional.of(Path.of("/usr/bin/chromium")).filter(Files::isExecutable));
        return need("chromium", found, "apt-get install chromium");
    }

    /** DCMTK's programs, named by {@code dcmdump}. */
    public static Path dcmtk() {
        return need(
                "dcmtk", Optional.of(Path.of("/usr/bin/dcmdump")).filter(Files::isExecutable), "apt-get install dcmtk");
    }

    /**
     * CometBFT of the older line that is still maintained: {@code ASSENT_COMETBFT_038}. Never required: no site runs it, and a minute of
     * building is too much for every run.
     */
    public static Path cometBft038() {
        Optional<Path> found = variable("ASSENT_COMETBFT_038");
        found.ifPresent(program -> note("ran-cometbft-0.38", ""));
        Assumptions.assumeTrue(
                found.isPresent(),
                "to try the older node: GOBIN=$PWD/build/cometbft-0.38 CGO_ENABLED=0 go install"
                        + " github.com/cometbft/cometbft/cmd/cometbft@v0.38.26"
                        + " && export ASSENT_COMETBFT_038=$PWD/build/cometbft-0.38/cometbft");
        return found.orElseThrow();
    }

    /** The folder with {@code Cranium.inv3}: {@code ASSENT_HEAD_CT}. */
    public static Path headCt() {
        return need(
                "head-ct",
                variable("ASSENT_HEAD_CT")
                        .map(folder -> folder.resolve("Cranium.inv3"))
                        .filter(Files::exists),
                "apt-get download invesalius-examples && dpkg-deb --extract invesalius-examples_*.deb head-ct && export"
                        + " ASSENT_HEAD_CT=$(dirname $(find $PWD/head-ct -name Cranium.inv3))");
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name)).map(Path::of).filter(Files::exists);
    }

    private static void note(String file, String content) {
        String folder = System.getenv("ASSENT_PEERS_FOLDER");
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(Path.of(folder));
            Files.writeString(Path.of(folder, file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
