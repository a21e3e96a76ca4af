package org.assent.abci.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.testsupport.Peers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same application under CometBFT v0.38, should v0.40 ever have to be left: four validators, one away and back. */
@Tag("L1")
@Tag("L2")
@Tag("peer-cometbft-0.38")
@Timeout(400)
class OlderNodeTest {

    @TempDir
    private Path folder;

    @Test
    void shouldCommitAndCatchUpWhenTheNodesAreOfTheOlderLine() throws Exception {
        Path program = Peers.cometBft038();
        Hospital north = new Hospital("north");
        LocalChain chain = LocalChain.write(folder, 4, 4, Duration.ofSeconds(30), LocalChain.Routes.DIRECT);
        chain.program(program);
        try (Sites sites = new Sites(chain)) {
            for (int site = 0; site < 4; site++) {
                sites.start(site);
            }
            sites.awaitWhole();
            assertThat(sites.at(0)
                            .rpc()
                            .netInfo()
                            .path("peers")
                            .path(0)
                            .path("node_info")
                            .path("version")
                            .asText())
                    .startsWith("0.38.");
            sites.mustBeFinal(0, north.register(Sites.soon()));
            sites.stop(3);
            sites.mustBeFinal(1, north.enroll("alice", Sites.soon()));
            SignedTransaction consent = north.record("alice", "c1", 1, Sites.soon());
            sites.mustBeFinal(2, consent);

            sites.start(3);

            sites.awaitFinalEverywhere(consent);
            SignedTransaction restriction = north.close("alice", "c1");
            sites.mustBeFinal(3, restriction);
            sites.awaitFinalEverywhere(restriction);
            sites.assertEqualAppHashes();
            assertThat(sites.at(3).health().restarts()).isZero();
        }
    }
}
