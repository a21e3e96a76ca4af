package org.assent.abci.client;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.assent.abci.rules.BlockContext;
import org.assent.abci.rules.CheckedTransaction;
import org.assent.abci.rules.ConsentLedger;
import org.assent.abci.rules.LedgerState;
import org.assent.abci.rules.Outcome;
import org.assent.abci.rules.TransactionCheck;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.LedgerView;
import org.assent.ledger.transaction.RejectCode;

/**
 * What would become of a transaction, by the very rules of the validators on what a site has seen of the ledger. It does not see
 * which consents were closed and what was proposed: those leaves no site keeps. Thread-safe.
 */
public final class LedgerForesight {

    private final TransactionCheck check;
    private final Clock clock;

    /** For one chain. */
    public LedgerForesight(String chainId, SignatureVerifier verifier, Clock clock) {
        this.check = new TransactionCheck(chainId, verifier);
        this.clock = clock;
    }

    /** What is foreseen. */
    public sealed interface Foreseen {}

    /** It would take effect. */
    public record TakesEffect() implements Foreseen {}

    /** Its effect is there. */
    public record IsThere() implements Foreseen {}

    /** It would be refused. */
    public record Refused(RejectCode code) implements Foreseen {}

    /** Judges any bytes. */
    public Foreseen of(byte[] envelope, LedgerView view) {
        Optional<CheckedTransaction> checked = check.check(envelope);
        return checked.isEmpty()
                ? new Refused(RejectCode.MALFORMED)
                : view.atOneHeight(state -> foreseen(checked.get(), state));
    }

    private Foreseen foreseen(CheckedTransaction checked, LedgerView view) {
        Instant now = clock.instant();
        Instant time = now.isAfter(view.blockTime()) ? now : view.blockTime();
        Outcome outcome = ConsentLedger.apply(
                new LedgerState(key -> leaf(view, key)), checked, new BlockContext(view.height() + 1, time));
        return switch (outcome) {
            case Outcome.Applied applied -> new TakesEffect();
            case Outcome.AlreadyApplied already -> new IsThere();
            case Outcome.Rejected rejected -> new Refused(rejected.code());
        };
    }

    private static Optional<ChangedLeaf> leaf(LedgerView view, LeafKey key) {
        return switch (key.kind()) {
            case GOVERNANCE -> view.governance().map(leaf -> changed(key, leaf));
            case ORGANIZATION ->
                view.organization(new OrganizationId(key.name())).map(leaf -> changed(key, leaf));
            case SUBJECT ->
                view.subject(new SubjectId(key.name()))
                        .map(subject -> new ChangedLeaf(
                                key, LeafCodec.encode(subject.leaf()), OpenConsents.encode(subject.consents())));
            case STUDY -> view.study(new StudyRef(key.name())).map(leaf -> changed(key, leaf));
            case ACCESS_LOG -> view.accessLog(new OrganizationId(key.name())).map(leaf -> changed(key, leaf));
            case CLOSED_CONSENT, PROPOSAL -> Optional.empty();
        };
    }

    private static ChangedLeaf changed(LeafKey key, Leaf leaf) {
        return new ChangedLeaf(key, LeafCodec.encode(leaf), Bytes.EMPTY);
    }
}
