package org.assent.site;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.client.Submission;
import org.assent.ledger.stream.LedgerView;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.network.Accreditors;
import org.assent.site.network.NewSite;
import org.assent.site.network.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the organization on the ledger of a network that its own operator made ({@code ./assent site init}): once there are
 * blocks, and only if the accreditors' keys lie in the site's own folder. In a network of several members nothing happens
 * here; others vouch.
 */
final class OwnNetwork {

    private static final Logger LOG = LoggerFactory.getLogger(OwnNetwork.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final SiteConfiguration configuration;
    private final SiteFolder folder;
    private final OrganizationKeys keys;
    private final LedgerView view;
    private final LedgerClient ledger;
    private final Clock clock;
    private final SecureRandom random;

    OwnNetwork(
            SiteConfiguration configuration,
            SiteFolder folder,
            OrganizationKeys keys,
            LedgerView view,
            LedgerClient ledger,
            Clock clock,
            SecureRandom random) {
        this.configuration = configuration;
        this.folder = folder;
        this.keys = keys;
        this.view = view;
        this.ledger = ledger;
        this.clock = clock;
        this.random = random;
    }

    /** Begins in the background; closing ends the attempt. */
    AutoCloseable start() {
        Thread thread = Thread.ofPlatform().name("registration").daemon().unstarted(this::registerWhenPossible);
        if (NewSite.vouchesForItself(folder)) {
            thread.start();
        }
        return thread::interrupt;
    }

    private void registerWhenPossible() {
        try {
            while (view.organization(keys.organization()).isEmpty()) {
                if (view.height() > 0 && keys.root().isPresent()) {
                    Submission submission = submit();
                    LOG.info(
                            "registration of this organization: {}",
                            submission.getClass().getSimpleName());
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the accreditors' keys cannot be read", e);
        }
    }

    /** Where other nodes reach this one: where it listens or, if that is everywhere, at the host that other sites know. */
    private NodeSettings.HostPort nodeAddress() {
        String bind = configuration.ledger().bind();
        int port = Integer.parseInt(bind.substring(bind.lastIndexOf(':') + 1));
        String host = bind.substring(0, bind.lastIndexOf(':'));
        String known = URI.create(configuration.sites().address()).getHost();
        return new NodeSettings.HostPort(host.equals("0.0.0.0") || host.equals("[::]") ? known : host, port);
    }

    private Submission submit() throws IOException, InterruptedException {
        return ledger.submit(
                Registration.sign(
                        ledger.chainId(),
                        keys.profile(
                                configuration.organization().name(),
                                List.of(configuration.sites().address()),
                                Set.of(),
                                List.of(NodeKeys.loadOrCreate(folder.node()).onTheLedger(nodeAddress()))),
                        keys.root().orElseThrow(),
                        Accreditors.loadOrCreate(NewSite.accreditors(folder), 1, 1, random),
                        clock.instant()),
                WAIT);
    }
}
