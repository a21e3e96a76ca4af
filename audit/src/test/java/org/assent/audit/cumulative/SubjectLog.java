package org.assent.audit.cumulative;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.audit.AccessFacts;
import org.assent.audit.AccessHandle;
import org.assent.audit.AccessLogReader;
import org.assent.audit.FileAccessLog;
import org.assent.audit.LoggedLine;
import org.assent.decision.AccessDecision;
import org.assent.decision.DecisionBasis;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.AccessLogLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.tree.ReferenceTree;
import org.assent.testsupport.FixedClock;

/** The access log of one organization with its map, and a ledger that it is anchored on. */
final class SubjectLog implements AutoCloseable {

    static final OrganizationId NORTH = OrganizationId.fromHex("11".repeat(32));
    static final OrganizationId SOUTH = OrganizationId.fromHex("22".repeat(32));
    static final SubjectId ANNE = SubjectId.fromHex("aa".repeat(32));
    static final SubjectId BERT = SubjectId.fromHex("bb".repeat(32));
    static final String STUDY = "2.25.1";
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    final OrganizationId organization;
    final FixedClock clock = FixedClock.at(START);
    final FileAccessLog log;
    private final CumulativeLog map;
    private final Map<Long, Bytes32> appHashes = new HashMap<>();
    private long sequence;

    SubjectLog(Path folder, OrganizationId organization) throws IOException {
        this.organization = organization;
        this.log = FileAccessLog.open(folder, clock);
        this.map = new CumulativeLog(this::secret);
    }

    /** Each organization's secrets are its own. */
    LogSecret secret(SubjectId subject) {
        return new LogSecret(Hash.sha256((organization.toHex() + subject.toHex()).getBytes(StandardCharsets.US_ASCII))
                .toByteArray());
    }

    /** A retrieval of one study that ends with so many instances. */
    void retrieved(SubjectId subject, OrganizationId requester, String session, long instances) {
        started(subject, requester, session).completed(200, instances, 100 * instances, false);
        ended();
    }

    /** A retrieval that does not end yet. */
    AccessHandle started(SubjectId subject, OrganizationId requester, String session) {
        return log.permitted(facts(requester, session), new AccessDecision.Permit(basis(subject)));
    }

    /** Every access that nothing runs under is over. */
    void ended() {
        clock.advance(Duration.ofSeconds(70));
        log.sweep();
    }

    void refused(SubjectId subject, String session) {
        log.refused(facts(SOUTH, session), new AccessDecision.Deny(AccessDecision.Reason.NO_PERMIT, basis(subject)));
    }

    /** All lines of the durable log. */
    List<LoggedLine> lines() {
        log.syncAll();
        try (AccessLogReader reader = log.reader()) {
            return new ArrayList<>(reader.linesAfter(0, Integer.MAX_VALUE));
        }
    }

    /** The map after everything so far. */
    LogVersion version() {
        List<LoggedLine> lines = lines();
        lines.subList((int) map.position(), lines.size()).forEach(map::take);
        return map.version();
    }

    /** Anchors a version and gives the anchor as the ledger proves it. */
    LogAnchor anchor(LogVersion version) {
        sequence++;
        Bytes leaf = LeafCodec.encode(new AccessLogLeaf(sequence, version.root(), version.intervals()));
        LeafKey key = LeafKey.accessLog(organization);
        ReferenceTree ledger = new ReferenceTree(Map.of(
                key, leaf, LeafKey.of(ANNE), Bytes.of(new byte[] {1}), LeafKey.of(BERT), Bytes.of(new byte[] {2})));
        appHashes.put(sequence, ledger.root());
        return new LogAnchor(sequence, leaf, ledger.prove(key));
    }

    /** The proof for a subject under a fresh anchor. */
    SubjectProof proof(SubjectId subject) {
        LogVersion version = version();
        return proofs().of(subject, version, anchor(version), n -> true);
    }

    SubjectProofs proofs() {
        return new SubjectProofs(organization, this::secret, log::reader);
    }

    /** Trusts what this ledger committed. */
    SubjectProofVerifier verifier() {
        return new SubjectProofVerifier(height -> Optional.ofNullable(appHashes.get(height)));
    }

    private static AccessFacts facts(OrganizationId requester, String session) {
        return new AccessFacts(
                "request-" + session,
                session,
                new Requester(requester, "clinician-1", Set.of(PurposeOfUse.TREAT)),
                Operation.RETRIEVE,
                AccessFacts.Surface.DICOMWEB,
                List.of(STUDY),
                "/studies/" + STUDY,
                "",
                "192.0.2.10",
                Optional.empty());
    }

    private static DecisionBasis basis(SubjectId subject) {
        return new DecisionBasis(7, START, Optional.of(subject), "urn:policy", List.of(), List.of("Permitted."));
    }

    @Override
    public void close() {
        try {
            log.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
