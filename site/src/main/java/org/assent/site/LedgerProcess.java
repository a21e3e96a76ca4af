package org.assent.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assent.site.network.PrivateFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's own process, looked after by the site: started if it does not run, started again when it ends, ended with the
 * site when that is stopped in order.
 *
 * <p>When the site is killed the process goes on, and the site's next start finds it and takes it over. It is known by its
 * process file, as long as the lock is held: a number alone may belong to somebody else by now.
 */
public final class LedgerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcess.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STABLE = Duration.ofSeconds(30);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(25);

    private final SiteFolder folder;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread supervisor;
    private volatile @Nullable ProcessHandle current;

    private LedgerProcess(SiteFolder folder) {
        this.folder = folder;
        this.supervisor = new Thread(this::supervise, "ledger-supervisor");
        supervisor.setDaemon(true);
    }

    /** Begins; returns at once. */
    static LedgerProcess lookAfter(SiteFolder folder) {
        LedgerProcess process = new LedgerProcess(folder);
        process.supervisor.start();
        return process;
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        try {
            while (stop.getCount() > 0) {
                long began = System.nanoTime();
                ProcessHandle process = runningOrStarted();
                current = process;
                if (stop.getCount() == 0) { // close() may have looked before there was a process
                    process.destroy();
                }
                process.onExit().get();
                if (stop.getCount() == 0) {
                    return;
                }
                pause = System.nanoTime() - began > STABLE.toNanos() ? FIRST_PAUSE : pause;
                LOG.error(
                        "the ledger process {} ended, it is started again in {} ms; see log/ledger.log and {}",
                        process.pid(),
                        pause.toMillis(),
                        console());
                if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (IOException | ExecutionException e) {
            LOG.error("the ledger process is not looked after any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ProcessHandle runningOrStarted() throws IOException {
        Optional<ProcessHandle> running = running(folder);
        if (running.isPresent()) {
            LOG.info("the ledger process {} runs already", running.get().pid());
            return running.get();
        }
        Process started = new ProcessBuilder(commandLine())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
                .directory(folder.root().toFile())
                .start();
        started.getOutputStream().close();
        LOG.info("the ledger process {} is started", started.pid());
        return started.toHandle();
    }

    private Path console() {
        return folder.log().resolve("ledger-console.log");
    }

    private List<String> commandLine() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", // of the verifier of signatures
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Dfile.encoding=UTF-8",
                "-Dassent.root=" + System.getProperty("assent.root", "."),
                "-cp",
                System.getProperty("java.class.path"),
                "org.assent.site.Main",
                "ledger",
                folder.root().toString());
    }

    /** Starts it no more, whatever ends it: on Ctrl-C it is told to stop at the same time as the site. */
    void letEnd() {
        stop.countDown();
    }

    /** Ends the process: asks, waits up to 25 seconds, then kills it. */
    @Override
    public void close() {
        stop.countDown();
        ProcessHandle process = current;
        if (process != null) {
            end(process);
        }
        try {
            supervisor.join(STOPS_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Notes that this process runs the ledger; it holds the lock. */
    static void remember(SiteFolder folder) throws IOException {
        PrivateFile.write(
                folder.ledgerProcess(),
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
    }

    /** Forgets it. */
    static void forget(SiteFolder folder) throws IOException {
        Files.deleteIfExists(folder.ledgerProcess());
    }

    /** The process that runs the ledger of a site now, if it is one of its own. */
    public static Optional<ProcessHandle> running(SiteFolder folder) {
        try {
            String number = Files.readString(folder.ledgerProcess()).strip();
            return number.matches("[0-9]{1,10}")
                    ? ProcessHandle.of(Long.parseLong(number))
                            .filter(ProcessHandle::isAlive)
                            .filter(LedgerProcess::isJava)
                            .filter(process -> SiteLock.isTaken(folder.ledgerLock()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // there is none
        }
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().map(Path::of).map(Path::getFileName).stream()
                .anyMatch(name -> name.toString().startsWith("java"));
    }

    /** Ends the process that runs the ledger of a site, if there is one, in order. */
    public static void end(SiteFolder folder) {
        running(folder).ifPresent(LedgerProcess::end);
    }

    /** Ends it at once, as {@code kill -9} does. */
    public static void kill(SiteFolder folder) {
        running(folder).ifPresent(process -> {
            process.destroyForcibly();
            hasEnded(process);
        });
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        if (!hasEnded(process)) {
            process.destroyForcibly();
        }
    }

    private static boolean hasEnded(ProcessHandle process) {
        try {
            process.onExit().get(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
