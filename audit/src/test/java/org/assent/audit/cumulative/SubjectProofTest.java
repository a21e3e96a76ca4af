package org.assent.audit.cumulative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.transaction.AnchorAccessLog;
import org.assent.ledger.transaction.TransactionCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever holds a proof and an app hash finds everything that a site leaves out, adds or changes. */
@Tag("L6")
@Tag("L7")
class SubjectProofTest {

    @TempDir
    private Path folder;

    private SubjectLog site;

    @BeforeEach
    void open() throws IOException {
        site = new SubjectLog(folder.resolve("log"), SubjectLog.NORTH);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void shouldSayThatTheseAreAllWhenTheProofIsWhole() {
        // Given three accesses of Anne, one without an end, a refusal, and accesses of Bert between them
        someHistory();
        site.started(SubjectLog.ANNE, SubjectLog.SOUTH, "s9");

        // When her proof is checked
        Verdict verdict = site.verifier().verify(site.proof(SubjectLog.ANNE));

        // Then it shows all, and what has no end is said
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Complete.class, complete -> {
            assertThat(complete.entries()).isEqualTo(6);
            assertThat(complete.accesses()).isEqualTo(3);
            assertThat(complete.refusals()).isEqualTo(1);
            assertThat(complete.endless()).isEqualTo(1);
            assertThat(complete.instances()).isEqualTo(8);
            assertThat(complete.bytes()).isEqualTo(800);
        });
    }

    @Test
    void shouldProveThatThereIsNothingWhenNobodyAskedForTheSubject() {
        // Given a log about others only
        site.retrieved(SubjectLog.BERT, SubjectLog.SOUTH, "s1", 1);

        // When Anne's proof is checked
        SubjectProof proof = site.proof(SubjectLog.ANNE);

        // Then it shows that there is no entry, and Bert's empty one would not pass
        assertThat(site.verifier().verify(proof))
                .isInstanceOfSatisfying(Verdict.Complete.class, complete -> assertThat(complete.entries())
                        .isZero());
        assertFault(with(site.proof(SubjectLog.BERT), List.of()), Verdict.Fault.NOT_ALL);
    }

    @Test
    void shouldRefuseTheProofWhenAnyBitOfItIsFlipped() {
        // Given a proof
        someHistory();
        byte[] document = ProofCodec.encode(site.proof(SubjectLog.ANNE));
        assertThat(complete(document)).isTrue();

        for (int bit = 0; bit < 8 * document.length; bit++) {
            // When one bit of the document is another
            byte[] flipped = document.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));

            // Then it is not taken
            assertThat(complete(flipped)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void shouldFindTheEntryThatIsRemovedChangedReorderedOrInserted() {
        // Given a proof of five entries
        someHistory();
        SubjectProof proof = site.proof(SubjectLog.ANNE);
        List<SubjectProof.Entry> entries = proof.entries();
        assertThat(entries).hasSize(5);

        for (int i = 0; i < entries.size(); i++) {
            // When one is left out, comes twice, changes its place, or says something else under a hash that fits
            List<SubjectProof.Entry> removed = new ArrayList<>(entries);
            removed.remove(i);
            List<SubjectProof.Entry> inserted = new ArrayList<>(entries);
            inserted.add(i, entries.get(i));
            List<SubjectProof.Entry> moved = new ArrayList<>(entries);
            moved.add(moved.remove(i == 0 ? 1 : 0));
            List<SubjectProof.Entry> changed = new ArrayList<>(entries);
            changed.set(i, otherwise(entries.get(i)));

            // Then it is found, also by who is shown the chain only
            for (List<SubjectProof.Entry> forged : List.of(removed, inserted, moved, changed)) {
                assertThat(site.verifier().verify(with(proof, forged))).isInstanceOf(Verdict.Wrong.class);
                assertThat(site.verifier().verify(with(proof, hidden(forged)))).isInstanceOf(Verdict.Wrong.class);
            }
        }
    }

    @Test
    void shouldSayThatAProofIsOlderWhenANewerOneWasSeen() {
        // Given a client that checked Anne's log twice
        someHistory();
        SubjectProof first = site.proof(SubjectLog.ANNE);
        site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s7", 1);
        SeenHead seen = seen(site.proof(SubjectLog.ANNE));

        // When it is shown the first proof again
        Verdict verdict = site.verifier().verify(first, seen);

        // Then that is no rewrite, but says nothing of what came since
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Wrong.class, wrong -> assertThat(wrong.fault())
                .isEqualTo(Verdict.Fault.OLDER));
    }

    @Test
    void shouldFindTheSiteThatRewritesItsLogWhenAnOlderHeadIsKnown() throws IOException {
        // Given a client that checked Anne's log once, and the site's log made anew, with one access that never was
        someHistory();
        SeenHead seen = seen(site.proof(SubjectLog.ANNE));
        try (SubjectLog rewritten = new SubjectLog(folder.resolve("rewritten"), SubjectLog.NORTH)) {
            rewritten.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s3", 5);
            rewritten.refused(SubjectLog.ANNE, "s4");
            rewritten.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s7", 1);
            rewritten.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s8", 1);

            // When it is anchored and proven
            SubjectProof proof = rewritten.proof(SubjectLog.ANNE);

            // Then it is whole for whoever sees it first, and found by the client; the honest log goes on
            assertThat(rewritten.verifier().verify(proof)).isInstanceOf(Verdict.Complete.class);
            assertThat(rewritten.verifier().verify(proof, seen))
                    .isInstanceOfSatisfying(Verdict.Wrong.class, wrong -> assertThat(wrong.fault())
                            .isEqualTo(Verdict.Fault.REWRITTEN));
        }
        site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s7", 1);
        assertThat(site.verifier().verify(site.proof(SubjectLog.ANNE), seen)).isInstanceOf(Verdict.Complete.class);
    }

    @Test
    void shouldFindASecondChainOrAnOlderAnchorWhenAnOlderHeadIsKnown() {
        // Given a client that checked Anne's log
        site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s1", 1);
        SubjectProof first = site.proof(SubjectLog.ANNE);
        site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s2", 1);
        SeenHead seen = seen(site.proof(SubjectLog.ANNE));
        assertThat(site.verifier().verify(first)).isInstanceOf(Verdict.Complete.class);

        // When it is given an older proof, or one under another logKey
        SubjectProof other = new SubjectProof(
                first.organization(),
                first.subject(),
                Bytes32.fromHex("77".repeat(32)),
                first.entries(),
                first.leafSalt(),
                first.path(),
                first.anchor());

        // Then it takes neither
        assertThat(site.verifier().verify(first, seen)).isInstanceOf(Verdict.Wrong.class);
        assertThat(site.verifier().verify(other, seen)).isInstanceOf(Verdict.Wrong.class);
        assertThat(site.verifier().verify(other)).isInstanceOf(Verdict.Wrong.class);
    }

    @Test
    void shouldCheckOnlyTheEntriesThatTheClientPickedWhenItAsksForThem() {
        // Given a log and a client that wants to see the second and fourth entry only
        someHistory();
        LogVersion version = site.version();
        SubjectProof proof = site.proofs().of(SubjectLog.ANNE, version, site.anchor(version), n -> n == 2 || n == 4);

        // When it checks them
        Verdict verdict = site.verifier().verify(proof);

        // Then the chain is whole, two entries were shown, and one that is shown otherwise is found
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Complete.class, complete -> {
            assertThat(complete.entries()).isEqualTo(5);
            assertThat(complete.shown()).isEqualTo(2);
        });
        List<SubjectProof.Entry> changed = new ArrayList<>(proof.entries());
        changed.set(
                1,
                new SubjectProof.Entry(
                        changed.get(1).interval(),
                        changed.get(1).salted(),
                        otherwise(changed.get(1)).opening()));
        assertFault(with(proof, changed), Verdict.Fault.ENTRY_CHANGED);
    }

    @Test
    void shouldRefuseAnEntryOfSomebodyElseWhenTheSitePutsItIntoTheChain() {
        // Given a map in which the site put an access to Bert into Anne's chain
        site.retrieved(SubjectLog.BERT, SubjectLog.SOUTH, "s1", 1);
        String json = site.lines().getFirst().json();
        LogSecret secret = site.secret(SubjectLog.ANNE);
        SubjectProof.Entry entry = new SubjectProof.Entry(
                1,
                SubjectHead.salted(secret.entrySalt(1), json.getBytes(StandardCharsets.UTF_8)),
                Optional.of(new SubjectProof.Opening(secret.entrySalt(1), json)));
        SubjectHead head = SubjectHead.start(secret.mapKey(SubjectLog.ANNE)).with(1, entry.salted());
        LogTree tree = LogTree.EMPTY.with(head, head.value(secret.leafSalt(1)));
        LogVersion version = new LogVersion(1, tree, 1, 1, Map.of());

        // When the proof is checked
        SubjectProof proof = new SubjectProof(
                SubjectLog.NORTH,
                SubjectLog.ANNE,
                secret.logKey(),
                List.of(entry),
                secret.leafSalt(1),
                tree.prove(head.mapKey()),
                site.anchor(version));

        // Then it is refused
        assertFault(proof, Verdict.Fault.ENTRY_OUT_OF_PLACE);
    }

    @Test
    void shouldRefuseTheProofWhenTheLedgerHasAnotherAnchorOrIsNotKnown() {
        // Given a proof
        someHistory();
        SubjectProof proof = site.proof(SubjectLog.ANNE);
        LogAnchor anchor = proof.anchor();

        // When its anchor was never final, is another organization's, or is at a height that the client does not know
        LogAnchor invented =
                new LogAnchor(anchor.height(), LeafCodec.encode(new AccessLogLeaf(9, Bytes32.ZERO, 1)), anchor.path());
        LogAnchor later = new LogAnchor(99, anchor.leaf(), anchor.path());
        SubjectProof ofSouth = new SubjectProof(
                SubjectLog.SOUTH,
                proof.subject(),
                proof.logKey(),
                proof.entries(),
                proof.leafSalt(),
                proof.path(),
                anchor);

        // Then it is refused
        assertFault(with(proof, invented), Verdict.Fault.NOT_ANCHORED);
        assertFault(ofSouth, Verdict.Fault.NOT_ANCHORED);
        assertFault(with(proof, later), Verdict.Fault.UNKNOWN_HEIGHT);
    }

    @Test
    @Tag("L5")
    @Tag("GD-01")
    @Tag("GD-03")
    @Tag("TH-08")
    void shouldTellNothingOfAnybodyWhenTheLogIsAnchored() {
        // Given two sites with the same log, whose secrets differ
        someHistory();
        LogVersion version = site.version();
        CumulativeLog other = new CumulativeLog(subject -> new LogSecret(new byte[32]));
        site.lines().forEach(other::take);

        // When it is anchored
        AnchorAccessLog anchor = new AnchorAccessLog(
                SubjectLog.NORTH, 1, version.root(), version.intervals(), Instant.parse("2026-03-01T12:05:00Z"));
        String bytes = TransactionCodec.encodeBody(anchor).toString();

        // Then the transaction holds no subject, no study and no person, and the root cannot be guessed from them
        assertThat(bytes)
                .doesNotContain(SubjectLog.ANNE.toHex())
                .doesNotContain(hex(SubjectLog.STUDY))
                .doesNotContain(hex("clinician"))
                .doesNotContain(hex("192.0.2.10"))
                .hasSizeLessThan(2 * 128);
        assertThat(version.root()).isNotEqualTo(other.version().root());
        assertThat(site.secret(SubjectLog.ANNE)).hasToString("a secret of the access log");
        assertThat(LeafKey.accessLog(SubjectLog.NORTH)).hasToString("ACCESS_LOG");
    }

    @Test
    void shouldFindTheTransferThatOneSideHidesWhenTheOtherIsHonest() throws IOException {
        // Given a source and a recipient that both log the transfers of one subject
        try (SubjectLog recipient = new SubjectLog(folder.resolve("south"), SubjectLog.SOUTH)) {
            site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s1", 5);
            site.retrieved(SubjectLog.ANNE, SubjectLog.NORTH, "own", 7);
            recipient.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "viewer-1", 5);
            assertThat(TransferComparison.of(site.proof(SubjectLog.ANNE), recipient.proof(SubjectLog.ANNE)))
                    .containsEntry(SubjectLog.STUDY, new TransferComparison.Counted(5, 5, true));

            // When the source sends more and does not log it
            recipient.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "viewer-2", 3);
            TransferComparison.Counted hiddenBySource = TransferComparison.of(
                            site.proof(SubjectLog.ANNE), recipient.proof(SubjectLog.ANNE))
                    .get(SubjectLog.STUDY);

            // Then the recipient's log shows it, and likewise the other way round
            assertThat(hiddenBySource).isEqualTo(new TransferComparison.Counted(5, 8, true));
            site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s2", 9);
            TransferComparison.Counted hiddenByRecipient = TransferComparison.of(
                            site.proof(SubjectLog.ANNE), recipient.proof(SubjectLog.ANNE))
                    .get(SubjectLog.STUDY);
            assertThat(hiddenByRecipient).isEqualTo(new TransferComparison.Counted(14, 8, true));
            assertThat(hiddenByRecipient).matches(counted -> !counted.agrees());
        }
    }

    private void someHistory() {
        site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s1", 3);
        site.retrieved(SubjectLog.BERT, SubjectLog.SOUTH, "s2", 1);
        site.retrieved(SubjectLog.ANNE, SubjectLog.SOUTH, "s3", 5);
        site.refused(SubjectLog.ANNE, "s4");
    }

    private void assertFault(SubjectProof proof, Verdict.Fault fault) {
        assertThat(site.verifier().verify(proof))
                .isInstanceOfSatisfying(
                        Verdict.Wrong.class, wrong -> assertThat(wrong.fault()).isEqualTo(fault));
    }

    private SeenHead seen(SubjectProof proof) {
        if (site.verifier().verify(proof) instanceof Verdict.Complete complete) {
            return complete.seen();
        }
        throw new AssertionError("the proof should be whole");
    }

    private boolean complete(byte[] document) {
        try {
            return site.verifier().verify(ProofCodec.decode(document)) instanceof Verdict.Complete;
        } catch (MalformedBytes e) {
            return false;
        }
    }

    /** The same entry with another text, and the hash of it. */
    private static SubjectProof.Entry otherwise(SubjectProof.Entry entry) {
        SubjectProof.Opening opening = entry.opening().orElseThrow();
        String json = opening.json().replaceFirst("2026", "2025");
        assertThat(json).isNotEqualTo(opening.json());
        return new SubjectProof.Entry(
                entry.interval(),
                SubjectHead.salted(opening.salt(), json.getBytes(StandardCharsets.UTF_8)),
                Optional.of(new SubjectProof.Opening(opening.salt(), json)));
    }

    private static List<SubjectProof.Entry> hidden(List<SubjectProof.Entry> entries) {
        return entries.stream()
                .map(entry -> new SubjectProof.Entry(entry.interval(), entry.salted(), Optional.empty()))
                .toList();
    }

    private static SubjectProof with(SubjectProof proof, List<SubjectProof.Entry> entries) {
        return new SubjectProof(
                proof.organization(),
                proof.subject(),
                proof.logKey(),
                entries,
                proof.leafSalt(),
                proof.path(),
                proof.anchor());
    }

    private static SubjectProof with(SubjectProof proof, LogAnchor anchor) {
        return new SubjectProof(
                proof.organization(),
                proof.subject(),
                proof.logKey(),
                proof.entries(),
                proof.leafSalt(),
                proof.path(),
                anchor);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
