package org.assent.abci.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.governance.Offence;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.ledger.transaction.ApproveChange;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Validators come and go on a chain of real nodes: by the members' decision, and by their own double votes. */
@Tag("TH-02")
@Tag("TH-07")
@Tag("L2")
@Timeout(500)
class ValidatorChangesTest {

    private static final int FIFTH = 4;
    private static final Duration STALE_AFTER = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Hospital north = new Hospital("north");
    private final Hospital busy = new Hospital("busy");
    private final Logger log = (Logger) LoggerFactory.getLogger(AssentApplication.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        LocalChain.assumeNode();
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(logged);
    }

    @Test
    @Tag("AB-01")
    void shouldFollowTheMembersAndPunishDoubleVotes() throws Exception {
        LocalChain chain = LocalChain.write(folder, 5, 4, STALE_AFTER, LocalChain.Routes.DIRECT);
        try (Sites sites = new Sites(chain)) {
            for (int site = 0; site < 5; site++) {
                sites.start(site);
            }
            sites.awaitWhole();
            LedgerProjection state = new LedgerProjection();
            sites.at(0).commitStream().follow(0, state);
            Hospital fifth = new Hospital("fifth", chain.keys(FIFTH).onTheLedger(new HostPort("fifth.example", 26656)));
            sites.mustBeFinal(FIFTH, fifth.register(Sites.soon()));
            sites.mustBeFinal(0, north.register(Sites.soon()));

            sites.mustBeFinal(0, busy.register(Sites.soon()));
            try (OrdinaryLoad load = OrdinaryLoad.start(sites.at(0).rpc(), busy, "load")) {
                // one accreditor alone cannot, not even twice
                Change joins = new Change.SetValidator(key(chain, FIFTH), fifth.id(), 10);
                sites.mustBeFinal(
                        0, north.sign(new ProposeChange(1, joins, Sites.soon()), Hospital.ACCREDITORS.get(0)));
                long alone = sites.mustBeFinal(0, approval(1, joins, 0));
                assertThat(validators(sites, alone + 2)).hasSize(4).doesNotContain(chain.validator(FIFTH));

                // two can: CometBFT's set follows two blocks later, and the fifth signs
                long together = sites.mustBeFinal(0, approval(1, joins, 1));
                assertThat(validators(sites, together + 1)).hasSize(4);
                assertThat(validators(sites, together + 2)).hasSize(5).contains(chain.validator(FIFTH));
                await().atMost(120, SECONDS)
                        .until(() -> signers(sites, sites.height(0) - 1).contains(chain.validator(FIFTH)));

                // a double vote: of five the guilty one loses its votes
                Offence first = denounced(sites, chain, state, 1, together + 2);
                assertThat(first.removed()).isTrue();
                assertThat(governance(state).validators())
                        .hasSize(4)
                        .noneMatch(validator -> validator.key().equals(first.validator()));
                await().atMost(120, SECONDS)
                        .until(() -> !validators(sites, sites.height(0)).contains(chain.validator(1)));
                SignedTransaction enrolment = north.enroll("alice", Sites.soon());
                sites.mustBeFinal(FIFTH, enrolment);

                // of four it is recorded only, and told
                Offence second = denounced(sites, chain, state, 2, together + 2);
                assertThat(second.removed()).isFalse();
                assertThat(governance(state).validators())
                        .hasSize(4)
                        .anyMatch(validator -> validator.key().equals(second.validator()));
                assertThat(told(chain.validator(1))).isNotEmpty();
                assertThat(told(chain.validator(2))).isNotEmpty();

                // then the members decide
                Change goes = new Change.SetValidator(key(chain, 2), north.id(), 0);
                long decided = sites.mustBeFinal(
                        0,
                        north.sign(
                                new ProposeChange(2, goes, Sites.soon()),
                                Hospital.ACCREDITORS.get(1),
                                Hospital.ACCREDITORS.get(2)));
                assertThat(validators(sites, decided + 1)).contains(chain.validator(2));
                assertThat(validators(sites, decided + 2)).hasSize(3).doesNotContain(chain.validator(2));
                sites.awaitFinalEverywhere(enrolment);
                sites.mustBeFinal(FIFTH, north.record("alice", "c1", 1, Sites.soon()));
                assertThat(load.admitted()).isPositive();
            }
            sites.assertEqualAppHashes();
        }
    }

    private SignedTransaction approval(long number, Change change, int accreditor) {
        return north.sign(
                new ApproveChange(number, ChangeDigest.of(change), Sites.soon()), Hospital.ACCREDITORS.get(accreditor));
    }

    /** Denounces a double vote of a site and waits until the members' rules show it. */
    private static Offence denounced(Sites sites, LocalChain chain, LedgerProjection state, int site, long height)
            throws Exception {
        awaitHeight(sites, height + 1);
        JsonNode answer = new DoubleVote(chain.settings(site).home().folder(), height)
                .denounce(sites.at(0), chain.settings(0).home().settings().rpcPort());
        assertThat(answer.path("error").toString()).isEmpty();
        Bytes32 guilty = key(chain, site);
        await().atMost(120, SECONDS).until(() -> governance(state).offences().stream()
                .anyMatch(offence -> offence.validator().equals(guilty)));
        Offence offence = governance(state).offences().getLast();
        assertThat(offence).isEqualTo(new Offence(guilty, height, offence.removed()));
        return offence;
    }

    private static GovernanceLeaf governance(LedgerProjection state) {
        return state.governance().orElseThrow();
    }

    private static Bytes32 key(LocalChain chain, int site) throws Exception {
        return Bytes32.of(chain.keys(site).validatorKey().toByteArray());
    }

    private static List<String> validators(Sites sites, long height) throws Exception {
        awaitHeight(sites, height);
        return texts(sites.at(0).rpc().validators(height, 1).path("validators"), "address");
    }

    private static List<String> signers(Sites sites, long height) throws Exception {
        return texts(
                sites.at(0)
                        .rpc()
                        .commit(height)
                        .path("signed_header")
                        .path("commit")
                        .path("signatures"),
                "validator_address");
    }

    private static void awaitHeight(Sites sites, long height) {
        await().atMost(120, SECONDS).until(() -> sites.at(0).rpc().status().height() >= height);
    }

    private static List<String> texts(JsonNode array, String member) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.path(member).asText()));
        return texts;
    }

    private List<String> told(String validator) {
        return List.copyOf(logged.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("misbehaved") && line.contains("DUPLICATE_VOTE"))
                .filter(line -> line.contains(validator.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
