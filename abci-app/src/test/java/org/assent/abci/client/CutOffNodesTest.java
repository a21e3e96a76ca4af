package org.assent.abci.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.node.RpcException;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.ReinstateOrganization;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.Transaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Members are suspended and reinstated on a chain of real nodes: who still gets blocks, and who does not. */
@Tag("TH-02")
@Timeout(600)
class CutOffNodesTest {

    private static final int FOURTH = 3;
    private static final int FIFTH = 4;
    private static final int PATIENCE = 180;

    @TempDir
    private Path folder;

    @Test
    void shouldServeASuspendedMembersNodeOnlyWhileTheLedgerNeedsItsVote() throws Exception {
        LocalChain.assumeNode();
        LocalChain chain = LocalChain.write(folder, 5, 4, Duration.ofMinutes(5), LocalChain.Routes.DIRECT);
        HostPort somewhere = new HostPort("member.example", 26656);
        Hospital fourth = new Hospital("fourth", chain.keys(FOURTH).onTheLedger(somewhere));
        Hospital fifth = new Hospital("fifth", chain.keys(FIFTH).onTheLedger(somewhere));
        try (Sites sites = new Sites(chain)) {
            for (int site = 0; site < 5; site++) {
                sites.start(site);
            }
            sites.awaitWhole();
            sites.mustBeFinal(FIFTH, fourth.register(Sites.soon()));
            sites.mustBeFinal(FIFTH, fifth.register(Sites.soon()));

            // suspended, and without a vote: nobody serves it any more, and the others go on
            decide(sites, fifth, new SuspendOrganization(fifth.id(), 1, Sites.soon()));
            for (int site = 0; site < FIFTH; site++) {
                awaitWithout(sites, site, chain.keys(FIFTH).nodeId());
            }
            await().atMost(PATIENCE, SECONDS)
                    .until(() -> sites.at(FIFTH).health().peers() == 0);
            await().atMost(PATIENCE, SECONDS).until(() -> sites.height(0) >= sites.height(FIFTH) + 2);
            long cutOffAt = sites.height(FIFTH);
            awaitHeight(sites, 0, cutOffAt + 4);
            assertThat(sites.height(FIFTH)).isEqualTo(cutOffAt);

            // nor when it is started anew
            sites.stop(FIFTH);
            sites.start(FIFTH);
            awaitHeight(sites, 0, sites.height(0) + 3);
            assertThat(sites.at(FIFTH).client().health().height()).isEqualTo(cutOffAt);

            // suspended, with a vote: it goes on
            decide(sites, fourth, new SuspendOrganization(fourth.id(), 1, Sites.soon()));
            awaitHeight(sites, FOURTH, sites.height(0) + 3);
            assertThat(peers(sites, 0)).contains(chain.keys(FOURTH).nodeId());

            // reinstated, it is let in again and gets what it missed, without a start
            decide(sites, fifth, new ReinstateOrganization(fifth.id(), 2, Sites.soon()));
            long height = sites.height(0);
            String member = chain.dialled(0);
            await().atMost(PATIENCE, SECONDS).until(() -> {
                dial(sites, FIFTH, member); // as a site does: CometBFT may have given up
                return sites.height(FIFTH) >= height;
            });

            // without its vote the other is cut off too
            decide(
                    sites,
                    fourth,
                    new ProposeChange(
                            1,
                            new Change.SetValidator(
                                    Bytes32.of(chain.keys(FOURTH).validatorKey().toByteArray()), fourth.id(), 0),
                            Sites.soon()));
            awaitWithout(sites, 0, chain.keys(FOURTH).nodeId());
            awaitHeight(sites, FIFTH, sites.height(0) + 2);
        }
    }

    private static void decide(Sites sites, Hospital signer, Transaction transaction) {
        sites.mustBeFinal(0, signer.sign(transaction, Hospital.ACCREDITORS.get(0), Hospital.ACCREDITORS.get(1)));
    }

    private static void dial(Sites sites, int site, String node) throws InterruptedException {
        try {
            sites.at(site).rpc().dialPeers(List.of(node));
        } catch (RpcException e) {
            // it is started again
        }
    }

    private static void awaitHeight(Sites sites, int site, long height) {
        await().atMost(PATIENCE, SECONDS).until(() -> sites.height(site) >= height);
    }

    private static void awaitWithout(Sites sites, int site, String node) {
        await().atMost(PATIENCE, SECONDS).until(() -> {
            Set<String> peers = peers(sites, site);
            return !peers.isEmpty() && !peers.contains(node);
        });
    }

    /** Ids of the nodes that it is connected with; none while it is started again. */
    private static Set<String> peers(Sites sites, int site) throws InterruptedException {
        try {
            return sites.at(site).rpc().peerIds();
        } catch (RpcException e) {
            return Set.of();
        }
    }
}
