package org.assent.custody.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.audit.AccessFacts;
import org.assent.audit.FileAccessLog;
import org.assent.audit.cumulative.KeptLog;
import org.assent.audit.cumulative.LogAnchor;
import org.assent.audit.cumulative.SubjectProof;
import org.assent.audit.cumulative.SubjectProofVerifier;
import org.assent.audit.cumulative.SubjectProofs;
import org.assent.audit.cumulative.Verdict;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.DecisionBasis;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.tree.ReferenceTree;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the access log says gets onto the ledger: in time, after failures and over restarts. */
@Tag("L6")
class AccessLogAnchoringTest {

    private static final Duration MINUTE = Duration.ofSeconds(61);

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeLedger ledger = new FakeLedger(clock);
    private TestSite site;
    private LedgerProjection view;
    private FileAccessLog log;
    private AccessLogAnchoring anchoring;
    private SubjectId subject;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        site = new TestSite("north", folder, ledger, clock);
        site.storeAndRegister("2.25.1", "p1");
        subject = site.subjects().ofPatient("patient-p1").orElseThrow().subject();
        view = ledger.follow();
        log = FileAccessLog.open(folder.resolve("log"), clock);
        anchoring = anchoring();
    }

    @AfterEach
    void close() throws IOException {
        anchoring.close();
        log.close();
        site.close();
    }

    @Test
    void shouldAnchorOnceWhenSomethingChangedAndTheIntervalIsOver() throws InterruptedException {
        // Given an access
        access("s1");
        anchoring.round();
        assertThat(leaf()).isEmpty();

        // When the interval is over, and again without a change
        clock.advance(MINUTE);
        anchoring.round();
        clock.advance(MINUTE);
        anchoring.round();

        // Then there is one anchor, of that one interval
        AccessLogLeaf leaf = leaf().orElseThrow();
        assertThat(leaf.sequence()).isEqualTo(1);
        assertThat(leaf.count()).isEqualTo(1);
        assertThat(anchoring.anchored().orElseThrow().version().root()).isEqualTo(leaf.root());
        assertThat(anchoring.standing()).isEqualTo(new AnchorStanding(1, Optional.empty(), false));
    }

    @Test
    void shouldAnchorNothingWhenNobodyWasLookedAt() throws InterruptedException {
        clock.advance(MINUTE);
        anchoring.round();
        assertThat(leaf()).isEmpty();
    }

    @Test
    void shouldAnchorBeforeTheIntervalWhenThereAreManyEntries() throws InterruptedException {
        // Given more entries than may wait
        for (int i = 0; i < 30; i++) {
            access("s" + i);
        }
        clock.advance(Duration.ofSeconds(15)); // not 60

        // When it looks
        anchoring.round();

        // Then they are anchored
        assertThat(leaf().orElseThrow().count()).isEqualTo(30);
    }

    @Test
    void shouldGoOnWithTheNextRootWhenAnAnchorFails() throws InterruptedException {
        // Given an anchor that is refused, and one that cannot be submitted
        access("s1");
        clock.advance(MINUTE);
        ledger.refuseNext(RejectCode.OVER_QUOTA);
        anchoring.round();
        access("s2");
        clock.advance(MINUTE);
        ledger.mode(FakeLedger.Mode.AWAY);
        anchoring.round();
        assertThat(leaf()).isEmpty();

        // When the ledger takes them again
        ledger.mode(FakeLedger.Mode.ONLINE);
        access("s3");
        clock.advance(MINUTE);
        anchoring.round();

        // Then the first anchor is the newest root
        assertThat(leaf().orElseThrow())
                .extracting(AccessLogLeaf::sequence, AccessLogLeaf::count)
                .containsExactly(1L, 3L);
    }

    @Test
    void shouldFindTheAnchoredMapAgainWhenTheSiteEndsWithoutTheAnswer() throws IOException, InterruptedException {
        // Given an anchor whose answer never came, further accesses, and a site that ends and starts again
        access("s1");
        clock.advance(MINUTE);
        ledger.mode(FakeLedger.Mode.SILENT);
        anchoring.round();
        ledger.mode(FakeLedger.Mode.ONLINE);
        access("s2");
        restart(false);

        // When it looks
        anchoring.round();

        // Then it knows the map under the anchor, and that something is not under it
        assertThat(anchoring.anchored().orElseThrow().leaf()).isEqualTo(leaf().orElseThrow());
        assertThat(anchoring.standing().unanchoredSince()).isPresent();

        // And it catches up, also when the map's file was lost
        restart(true);
        clock.advance(MINUTE);
        anchoring.round();
        assertThat(leaf().orElseThrow())
                .extracting(AccessLogLeaf::sequence, AccessLogLeaf::count)
                .containsExactly(2L, 2L);
    }

    @Test
    void shouldAnchorOnwardsWhenMapAndJournalAreLost() throws IOException, InterruptedException {
        // Given an anchor, and a site that lost all that it had kept of it
        access("s1");
        clock.advance(MINUTE);
        anchoring.round();
        anchoring.close();
        Files.deleteIfExists(folder.resolve("map").resolve("map"));
        Files.delete(folder.resolve("map").resolve("anchors"));
        anchoring = anchoring();

        // When it goes on
        access("s2");
        clock.advance(MINUTE);
        anchoring.round();

        // Then the next anchor is of everything, and its map is known
        assertThat(leaf().orElseThrow())
                .extracting(AccessLogLeaf::sequence, AccessLogLeaf::count)
                .containsExactly(2L, 2L);
        assertThat(anchoring.anchored().orElseThrow().leaf()).isEqualTo(leaf().orElseThrow());
    }

    @Test
    void shouldSayThatItIsOverdueWhenAnEntryIsNotAnchoredForAnHour() throws InterruptedException {
        // Given an access while the ledger is away
        Instant since = clock.instant();
        access("s1");
        ledger.mode(FakeLedger.Mode.AWAY);
        anchoring.round();
        assertThat(anchoring.standing().overdue()).isFalse();

        // When an hour is over
        clock.advance(Duration.ofMinutes(61));
        anchoring.round();

        // Then it says so, until the ledger is back
        assertThat(anchoring.standing()).isEqualTo(new AnchorStanding(0, Optional.of(since), true));
        ledger.mode(FakeLedger.Mode.ONLINE);
        ledger.heartbeat();
        anchoring.round();
        assertThat(anchoring.standing().overdue()).isFalse();
    }

    @Test
    @Tag("L7")
    void shouldProveThatTheseAreAllEntriesWhenTheAnchorIsFinal() throws InterruptedException {
        // Given two accesses under a final anchor, and one after it
        access("s1");
        access("s2");
        clock.advance(MINUTE);
        anchoring.round();
        access("s3");
        anchoring.round();
        KeptLog.Anchored anchored = anchoring.anchored().orElseThrow();

        // When the patient asks
        Bytes leaf = LeafCodec.encode(anchored.leaf());
        LeafKey key = LeafKey.accessLog(site.organization());
        ReferenceTree state = new ReferenceTree(Map.of(key, leaf));
        SubjectProof proof = new SubjectProofs(
                        site.organization(), site.custody().logSecrets(), log::reader)
                .of(subject, anchored.version(), new LogAnchor(7, leaf, state.prove(key)), n -> true);

        // Then the two are all that the anchor holds
        assertThat(new SubjectProofVerifier(height -> Optional.of(state.root())).verify(proof))
                .isInstanceOfSatisfying(Verdict.Complete.class, complete -> assertThat(complete.accesses())
                        .isEqualTo(2));
    }

    private AccessLogAnchoring anchoring() throws IOException {
        KeptLog kept =
                KeptLog.open(folder.resolve("map"), log::reader, site.custody().logSecrets());
        return site.custody().anchoring(kept, new AnchorSettings(Duration.ofSeconds(60), 25, Duration.ofHours(1)));
    }

    private void restart(boolean losesTheFile) throws IOException {
        anchoring.close();
        if (losesTheFile) {
            Files.deleteIfExists(folder.resolve("map").resolve("map"));
        }
        anchoring = anchoring();
    }

    private Optional<AccessLogLeaf> leaf() {
        return view.accessLog(site.organization());
    }

    private void access(String session) {
        AccessFacts facts = new AccessFacts(
                "r-" + session,
                session,
                new Requester(OrganizationId.fromHex("22".repeat(32)), "clinician-1", Set.of(PurposeOfUse.TREAT)),
                Operation.RETRIEVE,
                AccessFacts.Surface.DICOMWEB,
                List.of("2.25.1"),
                "/studies/2.25.1",
                "",
                "192.0.2.1",
                Optional.empty());
        log.permitted(
                facts,
                new AccessDecision.Permit(new DecisionBasis(
                        3, clock.instant(), Optional.of(subject), "urn:policy", List.of(), List.of())));
        log.syncAll();
    }
}
