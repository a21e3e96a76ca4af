package org.assent.abci.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.assent.abci.app.PassedOver;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.client.Submission;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Validators that leave restrictions out of their blocks: one of four cannot delay them, and all four are found out. */
@Tag("L8")
@Tag("TH-07")
@Timeout(500)
class CensoringValidatorTest {

    private static final int CENSOR = 3;
    private static final int OBSERVER = 4;
    private static final int MOST_TRIES = 40;
    private static final Duration STALE_AFTER = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Hospital north = new Hospital("north");
    private final Hospital busy = new Hospital("busy");

    @BeforeEach
    void needNode() {
        LocalChain.assumeNode();
    }

    @Test
    void shouldTakeARestrictionFromTheNextHonestProposerWhenOneOfFourLeavesItOut() throws Exception {
        LocalChain chain = LocalChain.write(folder, 4, 4, STALE_AFTER, LocalChain.Routes.DIRECT);
        try (Sites sites = new Sites(chain)) {
            for (int site = 0; site < CENSOR; site++) {
                sites.start(site);
            }
            sites.start(CENSOR, new Censor());
            sites.awaitWhole();
            sites.mustBeFinal(0, north.register(Sites.soon()));
            sites.mustBeFinal(0, busy.register(Sites.soon()));
            sites.mustBeFinal(0, north.enroll("alice", Sites.soon()));
            String censor = chain.validator(CENSOR);
            List<String> passedOver = new ArrayList<>();
            try (OrdinaryLoad load = OrdinaryLoad.start(sites.at(2).rpc(), busy, "load")) {
                await().atMost(60, SECONDS).until(() -> load.admitted() > 100);

                int tries = 0;
                while (!passedOver.contains(censor)) {
                    tries++;
                    assertThat(tries).as("the censor has had its turn").isLessThanOrEqualTo(MOST_TRIES);
                    String consent = "c" + tries;
                    SignedTransaction recorded = north.record("alice", consent, tries, Sites.soon());
                    sites.mustBeFinal(0, recorded);
                    sites.awaitFinalEverywhere(recorded);
                    SignedTransaction restriction = north.close("alice", consent);

                    // handed to f + 1 sites
                    sites.at(0).client().submit(restriction, Duration.ZERO);
                    sites.at(1).client().submit(restriction, Duration.ZERO);
                    long since = Math.max(sites.height(0), sites.height(1));

                    long landed = sites.awaitFinalEverywhere(restriction);
                    passedOver.addAll(sites.assertPrompt(since, landed, Set.of(0, 1), 2));
                }
            }
            sites.assertEqualAppHashes();
        }
    }

    @Test
    void shouldReportTheProposersWhenARestrictionIsPassedOverAgainAndAgain() throws Exception {
        LocalChain chain = LocalChain.write(folder, 5, 4, STALE_AFTER, LocalChain.Routes.DIRECT);
        try (Sites sites = new Sites(chain)) {
            List<Censor> censors = new ArrayList<>();
            List<String> proposers = new ArrayList<>();
            for (int site = 0; site < OBSERVER; site++) {
                censors.add(new Censor());
                sites.start(site, censors.get(site));
                proposers.add(chain.validator(site).toLowerCase(Locale.ROOT));
            }
            sites.start(OBSERVER);
            sites.awaitWhole();
            sites.mustBeFinal(OBSERVER, north.register(Sites.soon()));
            sites.mustBeFinal(OBSERVER, busy.register(Sites.soon()));
            sites.mustBeFinal(OBSERVER, north.enroll("alice", Sites.soon()));
            sites.mustBeFinal(OBSERVER, north.record("alice", "c1", 1, Sites.soon()));
            SignedTransaction restriction = north.close("alice", "c1");
            TransactionId id = restriction.id(Hospital.CHAIN);

            assertThat(sites.at(OBSERVER).client().submit(restriction, Duration.ZERO))
                    .isInstanceOf(Submission.Pending.class);
            try (OrdinaryLoad load = OrdinaryLoad.start(sites.at(OBSERVER).rpc(), busy, "load")) {
                await().atMost(120, SECONDS).until(() -> reported(sites)
                        .map(report -> Set.copyOf(report.proposers()).size() == 4)
                        .orElse(false));
                assertThat(load.admitted())
                        .as("what does not restrict is let through")
                        .isPositive();
            }
            PassedOver report = reported(sites).orElseThrow();
            assertThat(report.transaction()).isEqualTo(id);
            assertThat(report.done()).isFalse();
            assertThat(report.proposers()).hasSizeGreaterThan(3).isSubsetOf(proposers);
            assertThat(sites.at(OBSERVER).client().health().heldBack()).isEqualTo(1);

            censors.forEach(Censor::repent);
            sites.mustBeFinal(0, restriction);

            sites.awaitFinalEverywhere(restriction);
            await().atMost(60, SECONDS)
                    .until(() -> reported(sites).map(PassedOver::done).orElse(false));
            assertThat(sites.at(OBSERVER).client().health().heldBack()).isZero();
            sites.assertEqualAppHashes();
        }
    }

    private static Optional<PassedOver> reported(Sites sites) {
        return sites.at(OBSERVER).passedOver().stream().findFirst();
    }
}
