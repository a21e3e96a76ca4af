package org.assent.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assent.site.network.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a site's ledger could not start the last time, for whoever asks while it does not run; there is none after a start that
 * succeeded.
 *
 * @param file where it is noted
 */
public record LedgerTrouble(Path file) {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerTrouble.class);
    private static final int LONGEST = 4_000;

    /** Starts a ledger: notes why it cannot, or forgets why it could not before. */
    <T> T around(Start<T> start) throws IOException {
        try {
            T started = start.start();
            Files.deleteIfExists(file);
            return started;
        } catch (IOException | RuntimeException e) {
            note(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** What starts it. */
    interface Start<T> {
        T start() throws IOException;
    }

    private void note(String why) {
        try {
            PrivateFile.write(
                    file, why.substring(0, Math.min(why.length(), LONGEST)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.error("why the ledger does not start cannot be noted in {}", file, e);
        }
    }

    /** What is noted. */
    public Optional<String> read() {
        try {
            return Optional.of(Files.readString(file)).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty(); // there is none
        }
    }
}
