package org.assent.site.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts a site again that ended by itself or was killed, and says so.
 *
 * <p>A site in whose folder lies a file {@value SiteProcess#STAY_DOWN} is left alone until the file is gone.
 */
final class Supervision {

    private static final long POLL_MILLIS = 500;

    private final List<Watched> sites;
    private final PrintStream out;
    private final Clock clock;

    /** One site and what is going on with it. */
    private static final class Watched {
        private final SiteProcess process;
        private final Restarts restarts = new Restarts();
        private @Nullable Instant startAt;
        private @Nullable Instant startedAt;

        private Watched(SiteProcess process) {
            this.process = process;
        }
    }

    Supervision(List<SiteProcess> sites, PrintStream out, Clock clock) {
        this.sites = sites.stream().map(Watched::new).toList();
        this.out = out;
        this.clock = clock;
    }

    /**
     * Looks after them until this thread is interrupted.
     *
     * @throws DemoException if a site ends again and again, with the end of what it printed
     */
    void run() throws DemoException, IOException, InterruptedException {
        while (true) {
            for (Watched site : sites) {
                look(site);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void look(Watched site) throws DemoException, IOException, InterruptedException {
        Instant now = clock.instant();
        if (site.process.isStopping()) {
            return;
        }
        if (site.process.isRunning()) {
            announceReady(site, now);
        } else if (site.startAt == null) {
            ended(site, now);
        } else if (!now.isBefore(site.startAt) && !site.process.staysDown()) {
            site.startAt = null;
            site.startedAt = now;
            site.process.start();
        }
    }

    private void ended(Watched site, Instant now) throws DemoException, IOException {
        site.startedAt = null;
        if (site.process.staysDown()) {
            site.startAt = now;
            say("%s ended (exit code %d) and stays down while there is a file %s.", site, site.process.stayDownFile());
            return;
        }
        Duration pause = site.restarts
                .afterEnd(now)
                .orElseThrow(() -> new DemoException("%s ends again and again. %s"
                        .formatted(site.process.hospital().name(), site.process.lastWords())));
        site.startAt = now.plus(pause);
        say("%s ended (exit code %d) and is started again in %d s.", site, pause.toSeconds());
    }

    private void announceReady(Watched site, Instant now) throws InterruptedException {
        Instant started = site.startedAt;
        if (started != null && site.process.readiness().map(Supervision::ready).orElse(false)) {
            site.startedAt = null;
            out.printf(
                    "  %s is ready again after %d s.%n",
                    site.process.hospital().name(),
                    Duration.between(started, now).toSeconds());
        }
    }

    private static boolean ready(JsonNode readiness) {
        return readiness.path("ready").asBoolean();
    }

    private void say(String format, Watched site, Object last) {
        out.printf("  " + format + "%n", site.process.hospital().name(), site.process.exitCode(), last);
    }
}
