package org.assent.custody.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
import org.assent.audit.cumulative.TransferComparison;
import org.assent.audit.cumulative.Verdict;
import org.assent.custody.share.SharedStudy;
import org.assent.custody.testing.FakeLedger;
import org.assent.custody.testing.TestSite;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.terms.Period;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.tree.ReferenceTree;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One transfer between two sites stands in the logs of both under the same subject, as each site's decisions name it. */
@Tag("L6")
class TransferInBothLogsTest {

    private static final String STUDY = "2.25.1";

    @TempDir
    private Path folder;

    private final FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
    private final FakeLedger ledger = new FakeLedger(clock);
    private Logging north;
    private Logging south;

    /** A site with its access log. */
    private record Logging(TestSite site, FileAccessLog log, AccessLogAnchoring anchoring) {

        void close() throws IOException {
            anchoring.close();
            log.close();
            site.close();
        }
    }

    @BeforeEach
    void open() throws IOException, InterruptedException {
        north = logging("north");
        south = logging("south");
        north.site.storeAndRegister(STUDY, "p1");
        north.site
                .custody()
                .consents()
                .record(
                        TestSite.submission(
                                "c1",
                                "patient-p1",
                                TestSite.permit(Set.of(south.site.organization()), Set.of(STUDY), Period.ALWAYS),
                                Set.of(south.site.organization())),
                        TestSite.WAIT);
        SharedStudy share = north.site
                .custody()
                .shared()
                .openedBy("c1", south.site.organization())
                .getFirst();
        assertThat(south.site.custody().shared().accept(north.site.organization(), share))
                .isTrue();
    }

    @AfterEach
    void close() throws IOException {
        south.close();
        north.close();
    }

    @Test
    void shouldShowTheSameCountsInBothLogsWhenBothAreHonest() throws InterruptedException {
        // Given a clinician of South who gets 12 instances of North's study: both sites decide and log
        transfer(north, 12);
        transfer(south, 12);

        // When both anchor, and the patient compares their proofs
        SubjectProof source = proof(north);
        SubjectProof recipient = proof(south);

        // Then each is whole under its own hidden key, and they agree
        assertThat(recipient.logKey()).isNotEqualTo(source.logKey());
        assertThat(TransferComparison.of(source, recipient))
                .containsExactly(Map.entry(STUDY, new TransferComparison.Counted(12, 12, true)));
    }

    @Test
    @Tag("TH-06")
    void shouldShowTheTransferThatTheSourceDidNotLogWhenTheRecipientDid() throws InterruptedException {
        // Given two transfers of which the source logged one
        transfer(north, 12);
        transfer(south, 12);
        transfer(south, 3);

        // When the patient compares
        Map<String, TransferComparison.Counted> compared = TransferComparison.of(proof(north), proof(south));

        // Then one honest side is enough
        assertThat(compared).containsExactly(Map.entry(STUDY, new TransferComparison.Counted(12, 15, true)));
    }

    private Logging logging(String name) throws IOException {
        TestSite site = new TestSite(name, folder, ledger, clock);
        FileAccessLog log = FileAccessLog.open(folder.resolve(name + "-log"), clock);
        KeptLog kept = KeptLog.open(
                folder.resolve(name + "-map"), log::reader, site.custody().logSecrets());
        return new Logging(site, log, site.custody().anchoring(kept, AnchorSettings.DEFAULT));
    }

    /** One retrieval by a clinician of South, as one of the sites decides and logs it. */
    private void transfer(Logging at, long instances) {
        AccessDecision decision =
                at.site.custody().decisions().decide(south.site.clinician(), STUDY, Operation.RETRIEVE);
        assertThat(decision).isInstanceOf(AccessDecision.Permit.class);
        AccessFacts facts = new AccessFacts(
                "request",
                "session",
                south.site.clinician(),
                Operation.RETRIEVE,
                AccessFacts.Surface.DICOMWEB,
                List.of(STUDY),
                "/studies/" + STUDY,
                "",
                "192.0.2.1",
                Optional.empty());
        at.log.permitted(facts, (AccessDecision.Permit) decision).completed(200, instances, 1_000, false);
        clock.advance(Duration.ofSeconds(11)); // nothing more joins
        at.log.sweep();
        ledger.heartbeat();
    }

    /** The site's proof under its next anchor, found whole. */
    private SubjectProof proof(Logging at) throws InterruptedException {
        clock.advance(Duration.ofSeconds(61));
        ledger.heartbeat();
        at.log.syncAll();
        at.anchoring.round();
        KeptLog.Anchored anchored = at.anchoring.anchored().orElseThrow();
        SubjectId subject =
                north.site.subjects().ofPatient("patient-p1").orElseThrow().subject();
        Bytes leaf = LeafCodec.encode(anchored.leaf());
        LeafKey key = LeafKey.accessLog(at.site.organization());
        ReferenceTree state = new ReferenceTree(Map.of(key, leaf));
        SubjectProof proof = new SubjectProofs(
                        at.site.organization(), at.site.custody().logSecrets(), at.log::reader)
                .of(subject, anchored.version(), new LogAnchor(7, leaf, state.prove(key)), n -> true);
        assertThat(new SubjectProofVerifier(height -> Optional.of(state.root())).verify(proof))
                .isInstanceOfSatisfying(Verdict.Complete.class, complete -> assertThat(complete.endless())
                        .isZero());
        return proof;
    }
}
