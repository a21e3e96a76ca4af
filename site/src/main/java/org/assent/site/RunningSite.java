package org.assent.site;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.assent.ledger.stream.LedgerView;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.demo.DemoAccounts;
import org.assent.site.logging.Logs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One site as a process: checked, locked, logged, started, and stopped in order when it is told to (SIGTERM, SIGINT, or the
 * end of its input).
 */
public final class RunningSite {

    private static final Logger LOG = LoggerFactory.getLogger(RunningSite.class);

    private RunningSite() {}

    /**
     * Runs a site until it is told to stop.
     *
     * @param demo accounts that exist only in the demo; empty for a site of one's own
     * @throws ConfigurationException if its configuration cannot be used
     * @throws IOException if something that it needs is not there or in use; the message says what
     */
    public static void run(SiteFolder folder, Optional<DemoAccounts> demo, Clock clock, SecureRandom random)
            throws ConfigurationException, IOException, InterruptedException {
        run(folder, demo, clock, random, view -> {});
    }

    /**
     * The same, telling when it runs.
     *
     * @param started gets what the site sees of the ledger; must return at once
     */
    public static void run(
            SiteFolder folder,
            Optional<DemoAccounts> demo,
            Clock clock,
            SecureRandom random,
            Consumer<LedgerView> started)
            throws ConfigurationException, IOException, InterruptedException {
        SiteConfiguration configuration = ConfigurationFile.read(folder.root());
        folder.create();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        SiteLock lock = SiteLock.take(folder.lock());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(told, stopped), "stop"));
        try {
            Files.writeString(
                    folder.processId(), Long.toString(ProcessHandle.current().pid()));
            Logs.toFolder(folder.log());
            LOG.info("starting with {}", configuration);
            try (Site site = Site.start(configuration, folder, demo, clock, random)) {
                System.out.println(site.greeting());
                started.accept(site.view());
                told.await();
                LOG.info("stopping");
            }
        } finally {
            LOG.info("stopped");
            Logs.close();
            Files.deleteIfExists(folder.processId());
            lock.close();
            stopped.countDown();
        }
    }

    /** Tells this process to stop when its standard input ends: whoever started it holds the other end. */
    public static void untilInputEnds() {
        Thread.ofPlatform().daemon().name("input").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Whatever is written means nothing; only the end does.
                }
            } catch (IOException e) {
                LOG.info("the input broke");
            }
            System.exit(0);
        });
    }

    /** The hook of the JVM: lets the main thread close everything in order, and waits until it has. */
    static void stopAndWait(CountDownLatch told, CountDownLatch stopped) {
        told.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
