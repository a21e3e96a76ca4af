package org.assent.site.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assent.site.LedgerProcess;
import org.assent.site.SiteFolder;
import org.assent.site.SiteLock;

/**
 * Sites of an earlier demo whose launcher was killed. They stop by themselves when their input breaks; one that has not is
 * waited for, and then ended. Only a process that holds the folder of such a site is touched.
 */
final class Leftovers {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftovers() {}

    /** Returns when none of the folders is in use any more. */
    static void waitForEnd(List<SiteFolder> folders, PrintStream out) throws IOException, InterruptedException {
        for (SiteFolder folder : folders) {
            Optional<ProcessHandle> left = running(folder);
            if (left.isPresent()) {
                out.printf(
                        "A site of an earlier demo still stops (process %d); waiting for it.%n",
                        left.get().pid());
                end(left.get());
            }
            LedgerProcess.end(folder);
        }
    }

    private static Optional<ProcessHandle> running(SiteFolder folder) throws IOException {
        Path file = folder.processId();
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file).strip();
        if (!text.matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(text))
                .filter(ProcessHandle::isAlive)
                .filter(process -> runs(process, folder));
    }

    /**
     * A process id may have been given to another program since: the folder must be locked, which it is as long as its site
     * runs. Arguments would tell more, but the system does not give those of a class path this long.
     */
    private static boolean runs(ProcessHandle process, SiteFolder folder) {
        boolean java = process.info().command().map(Path::of).map(Path::getFileName).stream()
                .anyMatch(name -> name.toString().startsWith("java"));
        return java && isLocked(folder);
    }

    private static boolean isLocked(SiteFolder folder) {
        try (SiteLock lock = SiteLock.take(folder.lock())) {
            return !lock.isHeld();
        } catch (IOException e) {
            return true;
        }
    }

    private static void end(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
        }
    }
}
