package org.assent.site;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.assent.abci.client.LedgerNode;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.configuration.LedgerSettings;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.logging.Logs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of a site as a process: state store, application, node and commit stream, stopped in order when it is told to
 * (SIGTERM, SIGINT). It needs no web side, and does not notice when that is killed.
 */
public final class RunningLedger {

    private static final Logger LOG = LoggerFactory.getLogger(RunningLedger.class);

    private RunningLedger() {}

    /**
     * Runs until it is told to stop.
     *
     * @throws ConfigurationException if the site's configuration cannot be used
     * @throws IOException if something that it needs is not there or in use; the message says what
     */
    public static void run(SiteFolder folder, Clock clock)
            throws ConfigurationException, IOException, InterruptedException {
        SiteConfiguration configuration = ConfigurationFile.read(folder.root());
        if (configuration.ledger().where().equals(LedgerSettings.INSIDE)) {
            throw new IOException(
                    "in " + ConfigurationFile.NAME + " ledger.process is inside: the site's process runs the"
                            + " ledger itself; set it to external or own");
        }
        folder.create();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        SiteLock lock = SiteLock.take(folder.ledgerLock());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RunningSite.stopAndWait(told, stopped), "stop"));
        try {
            LedgerProcess.remember(folder);
            Logs.toFolder(folder.log(), "ledger");
            LOG.info("starting the ledger of {}", configuration.organization().shortName());
            try (LedgerNode running = folder.ledgerTrouble()
                    .around(() -> LedgerNode.serve(
                            new Wiring(configuration, folder).ledger(),
                            folder.streamSocket(),
                            configuration.ledger().signatureProvider().verifier(),
                            clock))) {
                System.out.println("The ledger of "
                        + configuration.organization().name() + " runs, its commit stream is " + folder.streamSocket());
                LOG.info("running from height {}", running.height());
                told.await();
                LOG.info("stopping");
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the ledger cannot run", e);
            throw e;
        } finally {
            LOG.info("stopped");
            Logs.close();
            LedgerProcess.forget(folder);
            lock.close();
            stopped.countDown();
        }
    }
}
