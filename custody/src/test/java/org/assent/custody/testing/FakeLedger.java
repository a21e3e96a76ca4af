package org.assent.custody.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assent.custody.restriction.RestrictionRules;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.client.Submission;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.stream.LedgerProjection;
import org.assent.ledger.stream.LedgerView;
import org.assent.ledger.stream.TransactionResult;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;

/**
 * A ledger of one process without consensus: every transaction is a block, made at once, or when the test says so. Its rules
 * are a short restatement of the real ones, enough to refuse what custody must not send.
 */
public final class FakeLedger implements LedgerClient {

    /** What it does with what it is handed. */
    public enum Mode {
        /** A block at once. */
        ONLINE,
        /** Takes transactions and makes no block. */
        HOLDING,
        /** Makes the block, but does not live to say so. */
        SILENT,
        BUSY,
        AWAY
    }

    private static final Bytes32 NO_HASH = Bytes32.of(new byte[Bytes32.LENGTH]);
    private static final long HOLDING_WAIT_MILLIS = 20;

    private final Clock clock;
    private final FakeRules rules;
    private final Map<LeafKey, ChangedLeaf> leaves = new TreeMap<>();
    private final Map<TransactionId, SignedTransaction> held = new LinkedHashMap<>();
    private final Map<TransactionId, Submission> results = new LinkedHashMap<>();
    private final List<LedgerProjection> projections = new ArrayList<>();
    private final List<SignedTransaction> submitted = new ArrayList<>();
    private Consumer<SignedTransaction> beforeBlock = transaction -> {};
    private RestrictionRules.Judgement judgement = new RestrictionRules.Binds();
    private Mode mode = Mode.ONLINE;
    private Optional<RejectCode> refuseNext = Optional.empty();
    private long height = 1;

    public FakeLedger(Clock clock) {
        this.clock = clock;
        this.rules = new FakeRules(chainId());
        put(
                LeafKey.governance(),
                GovernanceLeaf.begin(
                        List.of(P256Signer.ofScalar(Bytes32.fromHex("01".repeat(32)))
                                .publicKey()),
                        1,
                        List.of(),
                        Limits.DEFAULT));
    }

    /** A projection that follows from now on, with the state as it is. */
    public synchronized LedgerProjection follow() {
        LedgerProjection projection = new LedgerProjection();
        projection.beginState(height, now(), NO_HASH);
        leaves.values().forEach(projection::leaf);
        projection.endOfState();
        projections.add(projection);
        return projection;
    }

    public synchronized void register(OrganizationProfile profile) {
        change(LeafKey.of(profile.organization()), OrganizationLeaf.registered(profile, 0, Instant.EPOCH));
    }

    public synchronized void suspend(OrganizationProfile profile) {
        change(
                LeafKey.of(profile.organization()),
                OrganizationLeaf.registered(profile, 0, Instant.EPOCH).withStandingChanged());
    }

    /** Changes nothing but the balance of an organization, as each of its transactions does. */
    public synchronized void charge(OrganizationProfile profile, long milliunits) {
        change(LeafKey.of(profile.organization()), OrganizationLeaf.registered(profile, milliunits, now()));
    }

    /** Changes a subject behind everybody's back, as another authority of the subject would. */
    public synchronized void change(SubjectId id, UnaryOperator<Subject> change) {
        Subject changed = change.apply(rules.subject(id).orElseThrow());
        rules.put(id, changed);
        block(List.of(leaf(id, changed)), List.of());
    }

    public synchronized void mode(Mode newMode) {
        mode = newMode;
        if (newMode == Mode.ONLINE) {
            List<SignedTransaction> waiting = List.copyOf(held.values());
            held.clear();
            waiting.forEach(this::commit);
        }
    }

    /** Refuses the next transaction, whatever it is. */
    public synchronized void refuseNext(RejectCode code) {
        refuseNext = Optional.of(code);
    }

    /** Calls the hook before each transaction is applied. */
    public synchronized void beforeBlock(Consumer<SignedTransaction> hook) {
        beforeBlock = hook;
    }

    /** A block without transactions, at the clock's time. */
    public synchronized void heartbeat() {
        block(List.of(), List.of());
    }

    /** Loses what it took and did not put into a block. */
    public synchronized void dropHeld() {
        held.clear();
    }

    public synchronized List<SignedTransaction> submitted() {
        return List.copyOf(submitted);
    }

    /** What was set by {@link #judging}. */
    public synchronized RestrictionRules.Judgement judge(byte[] envelope, LedgerView view) {
        return judgement;
    }

    /** What the rules say of the next restrictions that are handed over; the fake knows none of its own. */
    public synchronized void judging(RestrictionRules.Judgement next) {
        judgement = next;
    }

    public synchronized Optional<Subject> subject(SubjectId id) {
        return rules.subject(id);
    }

    @Override
    public String chainId() {
        return "test-chain";
    }

    @Override
    public Submission submit(SignedTransaction transaction, Duration wait) throws InterruptedException {
        TransactionId id = TransactionId.of(chainId(), transaction.body());
        synchronized (this) {
            switch (mode) {
                case AWAY -> {
                    return new Submission.Away("no consensus");
                }
                case BUSY -> {
                    return new Submission.Busy(Duration.ofSeconds(1));
                }
                case ONLINE -> {
                    submitted.add(transaction);
                    return commit(transaction);
                }
                case SILENT -> {
                    submitted.add(transaction);
                    commit(transaction);
                }
                case HOLDING -> {
                    submitted.add(transaction);
                    held.put(id, transaction);
                }
            }
        }
        Thread.sleep(Math.min(HOLDING_WAIT_MILLIS, wait.toMillis()));
        return await(id, wait);
    }

    @Override
    public synchronized Submission await(TransactionId transaction, Duration wait) {
        Submission result = results.get(transaction);
        return result == null || mode == Mode.SILENT ? new Submission.Pending(transaction) : result;
    }

    @Override
    public synchronized LedgerHealth health() {
        return new LedgerHealth(mode != Mode.AWAY, height, now(), mode == Mode.AWAY, 3, 0);
    }

    private Submission commit(SignedTransaction transaction) {
        beforeBlock.accept(transaction);
        TransactionId id = TransactionId.of(chainId(), transaction.body());
        Optional<RejectCode> rejected = refuseNext;
        refuseNext = Optional.empty();
        List<ChangedLeaf> changes = new ArrayList<>();
        if (rejected.isEmpty()) {
            rejected = rules.apply(transaction, now(), (key, leaf) -> changes.add(changed(key, leaf)), changes::add);
        }
        block(rejected.isEmpty() ? changes : List.of(), List.of(new TransactionResult(id, rejected)));
        Submission result = rejected.<Submission>map(code -> new Submission.Rejected(id, code))
                .orElseGet(() -> new Submission.Final(id, height, now()));
        results.put(id, result);
        return result;
    }

    private void change(LeafKey key, Leaf leaf) {
        block(List.of(changed(key, leaf)), List.of());
    }

    private void block(List<ChangedLeaf> changes, List<TransactionResult> transactions) {
        height++;
        changes.forEach(change -> leaves.put(change.key(), change));
        List<ChangedLeaf> sorted =
                changes.stream().sorted(Comparator.comparing(ChangedLeaf::key)).toList();
        CommittedBlock block = new CommittedBlock(height, now(), NO_HASH, sorted, transactions);
        projections.forEach(projection -> projection.committed(block));
    }

    private void put(LeafKey key, Leaf leaf) {
        leaves.put(key, changed(key, leaf));
    }

    static ChangedLeaf leaf(SubjectId id, Subject subject) {
        return new ChangedLeaf(
                LeafKey.of(id), LeafCodec.encode(subject.leaf()), OpenConsents.encode(subject.consents()));
    }

    private static ChangedLeaf changed(LeafKey key, Leaf leaf) {
        return new ChangedLeaf(key, LeafCodec.encode(leaf), Bytes.EMPTY);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
