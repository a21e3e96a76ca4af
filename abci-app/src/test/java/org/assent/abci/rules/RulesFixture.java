package org.assent.abci.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;

/** A state in memory to which transactions are applied one by one. */
final class RulesFixture {

    static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    static final Instant SOON = NOW.plus(Duration.ofMinutes(5));

    private final Map<LeafKey, ChangedLeaf> leaves = new HashMap<>();
    private final TransactionCheck check = new TransactionCheck(Hospital.CHAIN, new BouncyCastleVerifier());
    private BlockContext block = new BlockContext(1, NOW);

    RulesFixture() {
        put(new LeafChanges()
                .put(GovernanceLeaf.begin(
                        Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(),
                        2,
                        List.of(),
                        Limits.DEFAULT))
                .leaves());
    }

    RulesFixture at(Instant time) {
        block = new BlockContext(block.height() + 1, time);
        return this;
    }

    /** Another height at the same time. */
    RulesFixture atHeight(long height) {
        block = new BlockContext(height, block.time());
        return this;
    }

    /** A time at which transactions made now expire. */
    Instant soon() {
        return block.time().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofMinutes(5));
    }

    GovernanceLeaf governance() {
        return state().governance();
    }

    void put(GovernanceLeaf governance) {
        put(new LeafChanges().put(governance).leaves());
    }

    /** A transaction must be refused with this code, and nothing changes. */
    RulesFixture refuses(RejectCode code, SignedTransaction transaction) {
        Map<LeafKey, ChangedLeaf> before = leaves();
        Outcome outcome = apply(transaction);
        if (!outcome.equals(new Outcome.Rejected(code)) || !leaves().equals(before)) {
            throw new AssertionError("expected to be refused with " + code + ": " + outcome);
        }
        return this;
    }

    /** A transaction must change nothing, its effect is there. */
    RulesFixture already(SignedTransaction transaction) {
        Outcome outcome = apply(transaction);
        if (!(outcome instanceof Outcome.AlreadyApplied)) {
            throw new AssertionError("expected to be there already: " + outcome);
        }
        return this;
    }

    /** Applies a transaction that must take effect. */
    RulesFixture with(SignedTransaction transaction) {
        Outcome outcome = apply(transaction);
        if (!(outcome instanceof Outcome.Applied)) {
            throw new AssertionError("expected to take effect: " + outcome);
        }
        return this;
    }

    /** What becomes of a transaction; its changes are kept. */
    Outcome apply(SignedTransaction transaction) {
        CheckedTransaction checked =
                check.check(TransactionCodec.encode(transaction)).orElseThrow();
        LedgerState state = state();
        Outcome outcome = ConsentLedger.apply(state, checked, block);
        if (outcome instanceof Outcome.Applied applied) {
            put(applied.changes());
        }
        return outcome;
    }

    /** Its reject code; empty if it took effect or had before. */
    Optional<RejectCode> code(SignedTransaction transaction) {
        return apply(transaction) instanceof Outcome.Rejected rejected
                ? Optional.of(rejected.code())
                : Optional.empty();
    }

    LedgerState state() {
        return new LedgerState(key -> Optional.ofNullable(leaves.get(key)));
    }

    OrganizationLeaf organization(OrganizationId id) {
        return state().organization(id).orElseThrow();
    }

    Subject subject(SubjectId id) {
        return state().subject(id, block.time()).orElseThrow();
    }

    /** Everything, to see that nothing changed. */
    Map<LeafKey, ChangedLeaf> leaves() {
        return Map.copyOf(leaves);
    }

    /** Sets an organization as only a later transaction could, such as suspended. */
    void put(OrganizationId id, OrganizationLeaf leaf) {
        put(new LeafChanges().put(id, leaf).leaves());
    }

    /** Sets a subject as only a later transaction could, such as with more keys. */
    void put(SubjectId id, Subject subject) {
        put(new LeafChanges().put(id, subject).leaves());
    }

    private void put(Collection<ChangedLeaf> changes) {
        changes.forEach(leaf -> leaves.put(leaf.key(), leaf));
    }
}
