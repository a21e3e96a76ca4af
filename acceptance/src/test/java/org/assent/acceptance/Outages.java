package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Ends whole sites of the running demo as {@code kill -9} does.
 *
 * <p>The demo starts a site again that ended, unless there is a file {@code stay-down} in its folder; see
 * {@code ./assent help demo}.
 */
final class Outages {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

    private final FourSites sites;

    Outages(FourSites sites) {
        this.sites = sites;
    }

    /** Kills a site; the demo starts it again. */
    void kill(Hospital hospital) {
        ProcessHandle process = process(hospital);
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().orTimeout(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Kills sites, and they stay away until {@link #end()}. */
    void keepDown(Hospital... hospitals) {
        try {
            for (Hospital hospital : hospitals) {
                Files.createFile(stayDown(hospital));
                kill(hospital);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets all come back; returns when all four are ready. */
    void end() {
        try {
            for (Hospital hospital : sites.all()) {
                Files.deleteIfExists(stayDown(hospital));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sites.awaitReady();
    }

    /** The consensus nodes of a site that run now, also any that was left over. */
    List<ProcessHandle> nodes(Hospital hospital) {
        String home = sites.folder(hospital).resolve("ledger/node").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith("cometbft"))
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains(home))
                .toList();
    }

    /** The four sites and all their nodes, as they run now. */
    List<ProcessHandle> everything() {
        return sites.all().stream()
                .flatMap(hospital -> Stream.concat(Stream.of(process(hospital)), nodes(hospital).stream()))
                .toList();
    }

    private ProcessHandle process(Hospital hospital) {
        try {
            long id = Long.parseLong(
                    Files.readString(sites.folder(hospital).resolve("site.pid")).strip());
            return ProcessHandle.of(id).orElseThrow(() -> new IllegalStateException(hospital.name() + " does not run"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path stayDown(Hospital hospital) {
        return sites.folder(hospital).resolve("stay-down");
    }
}
