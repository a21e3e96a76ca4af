package org.assent.abci.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the node's process, so that the next start finds one that an earlier run left behind, and ends it.
 *
 * <p>A process is ended only if it is provably that one: started at the recorded instant, and with this home folder on its
 * command line where the system tells it. A number alone may belong to somebody else by now.
 */
final class PidFile {

    private static final Logger LOG = LoggerFactory.getLogger(PidFile.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Path file;
    private final Path home;

    PidFile(Path file, Path home) {
        this.file = file;
        this.home = home;
    }

    /** Records a process that was just started. */
    void write(ProcessHandle process) throws IOException {
        String started = process.info().startInstant().map(Instant::toString).orElse("");
        PrivateFiles.write(file, (process.pid() + "\n" + started + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Forgets it. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Ends the process that an earlier run left behind, if there is one.
     *
     * @throws IOException if it does not end
     */
    void endLeftover() throws IOException {
        Optional<ProcessHandle> leftover = leftover();
        if (leftover.isPresent()) {
            LOG.warn(
                    "a node of an earlier run is left over, process {}: it is ended",
                    leftover.get().pid());
            end(leftover.get());
        }
        delete();
    }

    private Optional<ProcessHandle> leftover() throws IOException {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        try {
            String started = lines.size() > 1 ? lines.get(1) : "";
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst())).filter(process -> isOurs(process, started));
        } catch (NumberFormatException e) {
            LOG.warn("the process file of the node is damaged, it is ignored: {}", file);
            return Optional.empty();
        }
    }

    private boolean isOurs(ProcessHandle process, String started) {
        ProcessHandle.Info info = process.info();
        boolean sameStart =
                info.startInstant().map(Instant::toString).orElse("").equals(started);
        boolean sameHome = info.arguments()
                .map(arguments -> List.of(arguments).contains(home.toString()))
                .orElse(true);
        return process.isAlive() && sameStart && sameHome;
    }

    private static void end(ProcessHandle process) throws IOException {
        process.destroy();
        if (!hasEnded(process)) {
            process.destroyForcibly();
            if (!hasEnded(process)) {
                throw new IOException("process " + process.pid() + ", a node of an earlier run, does not end");
            }
        }
    }

    private static boolean hasEnded(ProcessHandle process) throws IOException {
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException("cannot wait for process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a node of an earlier run was ended", e);
        }
    }
}
