package org.assent.abci.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assent.abci.rules.BlockContext;
import org.assent.abci.rules.CheckedTransaction;
import org.assent.abci.rules.ConsentLedger;
import org.assent.abci.rules.LedgerState;
import org.assent.abci.rules.Outcome;
import org.assent.abci.rules.TransactionCheck;
import org.assent.abci.server.AbciApplication;
import org.assent.abci.snapshot.Snapshots;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.wire.Misbehavior;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestFinalizeBlock;
import org.assent.abci.wire.RequestInitChain;
import org.assent.abci.wire.RequestPrepareProposal;
import org.assent.abci.wire.RequestProcessProposal;
import org.assent.abci.wire.RequestVerifyVoteExtension;
import org.assent.abci.wire.Response;
import org.assent.abci.wire.ResponseCheckTx;
import org.assent.abci.wire.ResponseCommit;
import org.assent.abci.wire.ResponseExtendVote;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.abci.wire.ResponseInfo;
import org.assent.abci.wire.ResponseInitChain;
import org.assent.abci.wire.ResponsePrepareProposal;
import org.assent.abci.wire.ResponseProcessProposal;
import org.assent.abci.wire.ResponseProcessProposal.ProposalStatus;
import org.assent.abci.wire.ResponseVerifyVoteExtension;
import org.assent.abci.wire.ResponseVerifyVoteExtension.VerifyStatus;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.stream.CommitStream;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.transaction.Priority;
import org.assent.ledger.transaction.RejectCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application that a CometBFT node replicates (ABCI 2.0): permissions and commitments, no images and no names.
 *
 * <p>Serves one node of one chain. Any transaction bytes give a result with a code (ledger property L3); an exception out of
 * here is a broken invariant or a broken disk, and stops the node before it could diverge.
 */
public final class AssentApplication implements AbciApplication, AutoCloseable {

    /** Protocol version of the application: stands in every header. */
    public static final long APP_VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(AssentApplication.class);

    /** As much as the mempool holds, and as much again for what came in blocks only. */
    private static final long REMEMBERED_BYTES = 2L * BlockLimits.MEMPOOL_BYTES;

    /** A block that comes so long after its time was made while this node was cut off; a heartbeat is five seconds. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final LedgerChain chain;
    private final TransactionCheck check;
    private final Proposals proposals;
    private final Admission admission;
    private final StateQueries queries;
    private final StoredCommitStream stream;
    private final NodeStore store;
    private final Snapshots snapshots;
    private final SnapshotCalls snapshotCalls;
    private final BlockRetention retention;
    private final Clock clock;
    private List<ByteString> inBlock = List.of();
    private String proposer = "";

    /**
     * Goes on from what the store has.
     *
     * @param chainId the one chain that it serves
     * @param store where the state is; stays open after {@link #close()}
     * @param verifier of application signatures: a consensus rule, the same on every node
     * @param clock for the admission to the mempool only; blocks have their own time
     * @throws IllegalStateException if the store belongs to another chain
     */
    public AssentApplication(String chainId, NodeStore store, SignatureVerifier verifier, Clock clock) {
        this(chainId, store, Keeping.nothing(chainId, store), verifier, clock, KnownRules.OF_THIS_VERSION);
    }

    /**
     * The same with what is kept beside the state.
     *
     * @param keeping ended by {@link #close()}
     * @param rules which rules it knows
     */
    public AssentApplication(
            String chainId,
            NodeStore store,
            Keeping keeping,
            SignatureVerifier verifier,
            Clock clock,
            KnownRules rules) {
        this.check = new TransactionCheck(chainId, verifier, REMEMBERED_BYTES);
        this.proposals = new Proposals(check);
        this.chain = new LedgerChain(chainId, store, check, rules);
        this.queries = new StateQueries(store);
        this.stream = new StoredCommitStream(store);
        this.store = store;
        this.snapshots = keeping.snapshots();
        this.snapshotCalls = new SnapshotCalls(snapshots, chain, stream);
        this.retention = keeping.retention();
        this.clock = clock;
        this.admission = new Admission(keeping.restrictions());
        admission.resume(check, chain.committed().height());
    }

    /** What was committed, for everything else of the site. */
    public CommitStream commitStream() {
        return stream;
    }

    /** Newest durable height, 0 before the first. */
    public long height() {
        return chain.committed().height();
    }

    /** Its block time; the genesis time, or {@link Instant#EPOCH}, before the first. */
    public Instant blockTime() {
        return chain.committed().time();
    }

    /** Its app hash. */
    public Bytes32 appHash() {
        return chain.committed().appHash();
    }

    /** The restrictions that this node had and that proposers left out of too many blocks, the newest last, at most 100. */
    public List<PassedOver> passedOver() {
        return admission.passedOver();
    }

    /** Age of the newest block beyond which the chain counts as stale, as the members agreed. */
    public Duration stalenessBound() {
        Committed committed = chain.committed();
        return committed.begun()
                ? new LedgerState(committed.leaves()).governance().limits().stalenessBound()
                : GenesisState.DEFAULT_STALENESS_BOUND;
    }

    /** What the last walk over the whole state found broken; empty if it found nothing. */
    public Optional<String> damage() {
        return snapshots.damage();
    }

    /** Ends the commit stream, and the snapshot that is being made. */
    @Override
    public void close() {
        snapshots.close();
        stream.close();
    }

    @Override
    public Response handle(Request request) {
        Response.Builder response = Response.newBuilder();
        return switch (request.getValueCase()) {
            case INFO -> response.setInfo(info()).build();
            case INIT_CHAIN ->
                response.setInitChain(initChain(request.getInitChain())).build();
            case CHECK_TX ->
                response.setCheckTx(checkTx(request.getCheckTx().getTx())).build();
            case PREPARE_PROPOSAL ->
                response.setPrepareProposal(prepare(request.getPrepareProposal()))
                        .build();
            case PROCESS_PROPOSAL ->
                response.setProcessProposal(process(request.getProcessProposal()))
                        .build();
            case FINALIZE_BLOCK ->
                response.setFinalizeBlock(finalizeBlock(request.getFinalizeBlock()))
                        .build();
            case COMMIT -> response.setCommit(commit()).build();
            case QUERY -> response.setQuery(queries.answer(request.getQuery())).build();
            case EXTEND_VOTE ->
                response.setExtendVote(ResponseExtendVote.getDefaultInstance()).build();
            case VERIFY_VOTE_EXTENSION ->
                response.setVerifyVoteExtension(verify(request.getVerifyVoteExtension()))
                        .build();
            case LIST_SNAPSHOTS ->
                response.setListSnapshots(snapshotCalls.list()).build();
            case OFFER_SNAPSHOT ->
                response.setOfferSnapshot(snapshotCalls.offer(request.getOfferSnapshot()))
                        .build();
            case LOAD_SNAPSHOT_CHUNK ->
                response.setLoadSnapshotChunk(snapshotCalls.load(request.getLoadSnapshotChunk()))
                        .build();
            case APPLY_SNAPSHOT_CHUNK ->
                response.setApplySnapshotChunk(snapshotCalls.apply(request.getApplySnapshotChunk()))
                        .build();
            case ECHO, FLUSH, INSERT_TX, REAP_TXS, VALUE_NOT_SET ->
                throw new IllegalStateException(request.getValueCase() + " is answered by the server");
        };
    }

    /** Decodes what will be checked and verifies its signatures, on all cores; the check then remembers them. */
    @Override
    public void foresee(List<Request> coming) {
        coming.parallelStream()
                .filter(Request::hasCheckTx)
                .forEach(request -> check.check(request.getCheckTx().getTx().toByteArray()));
    }

    /** What is durable. A node asks when it starts, with an empty mempool. */
    private ResponseInfo info() {
        Committed committed = chain.committed();
        admission.mempoolEmptied();
        ResponseInfo.Builder info = ResponseInfo.newBuilder()
                .setData("assent")
                .setVersion("1")
                .setAppVersion(APP_VERSION)
                .setLastBlockHeight(committed.height());
        if (committed.height() > 0) {
            info.setLastBlockAppHash(bytes(committed.appHash()));
        }
        return info.build();
    }

    private ResponseInitChain initChain(RequestInitChain request) {
        long maxBytes = request.getConsensusParams().getBlock().getMaxBytes();
        if (maxBytes <= 0 || maxBytes > BlockLimits.MAX_BLOCK_BYTES) {
            throw new IllegalStateException("block.max_bytes of the genesis file must be 1 to "
                    + BlockLimits.MAX_BLOCK_BYTES + ", it is " + maxBytes);
        }
        GenesisState state = GenesisState.parse(request.getAppStateBytes().toByteArray());
        Bytes32 appHash = chain.begin(
                request.getChainId(),
                instant(request.getTime()),
                request.getInitialHeight(),
                state.governance(validators(request)));
        LOG.info("chain {} begins, app hash {}", request.getChainId(), appHash);
        return ResponseInitChain.newBuilder().setAppHash(bytes(appHash)).build();
    }

    private static List<ValidatorPower> validators(RequestInitChain request) {
        return request.getValidatorsList().stream()
                .map(validator -> new ValidatorPower(
                        Bytes32.of(validator.getPubKey().getEd25519().toByteArray()),
                        validator.getPower(),
                        Optional.empty()))
                .toList();
    }

    private ResponseCheckTx checkTx(ByteString transaction) {
        Optional<CheckedTransaction> checked = check.check(transaction.toByteArray());
        if (checked.isEmpty()) {
            return CheckTxAnswer.rejected(RejectCode.MALFORMED);
        }
        Committed committed = chain.committed();
        if (!committed.begun()) {
            return CheckTxAnswer.busy();
        }
        Priority priority = checked.get().transaction().priority();
        return switch (outcomeNow(committed, checked.get())) {
            case Outcome.AlreadyApplied already -> CheckTxAnswer.alreadyApplied();
            case Outcome.Rejected rejected ->
                rejected.code() == RejectCode.OVER_QUOTA
                        ? CheckTxAnswer.busy()
                        : CheckTxAnswer.rejected(rejected.code());
            case Outcome.Applied applied -> {
                if (!admission.hasRoom(priority, transaction, checked.get().id())) {
                    yield CheckTxAnswer.busy();
                }
                admission.admitted(transaction, priority, checked.get().id(), committed.height());
                yield CheckTxAnswer.admitted();
            }
        };
    }

    /** By the rules of a block, on the newest state, as if the next block were made now. */
    private Outcome outcomeNow(Committed committed, CheckedTransaction transaction) {
        Instant now = clock.instant();
        Instant time = now.isAfter(committed.time()) ? now : committed.time();
        return ConsentLedger.apply(
                new LedgerState(committed.leaves()), transaction, new BlockContext(committed.height() + 1, time));
    }

    private ResponsePrepareProposal prepare(RequestPrepareProposal request) {
        for (ByteString restriction : admission.restrictions()) {
            Optional<CheckedTransaction> checked = check.check(restriction.toByteArray());
            if (checked.isPresent() && outcomeNow(chain.committed(), checked.get()) instanceof Outcome.AlreadyApplied) {
                admission.tookEffect(restriction);
            }
        }
        return ResponsePrepareProposal.newBuilder()
                .addAllTxs(proposals.prepare(admission.restrictions(), request.getTxsList(), request.getMaxTxBytes()))
                .build();
    }

    private ResponseProcessProposal process(RequestProcessProposal request) {
        boolean acceptable = proposals.isAcceptable(request.getTxsList());
        if (!acceptable) {
            LOG.warn(
                    "the proposal for height {} is refused: undecodable, in a wrong order or too large",
                    request.getHeight());
        }
        return ResponseProcessProposal.newBuilder()
                .setStatus(acceptable ? ProposalStatus.ACCEPT : ProposalStatus.REJECT)
                .build();
    }

    private ResponseFinalizeBlock finalizeBlock(RequestFinalizeBlock request) {
        List<Evidence> evidence = new ArrayList<>();
        for (Misbehavior misbehavior : request.getMisbehaviorList()) {
            evidence.add(new Evidence(
                    misbehavior.getValidator().getAddress(), misbehavior.getHeight(), misbehavior.getType()));
            LOG.error(
                    "validator {} misbehaved at height {}: {}",
                    HexFormat.of()
                            .formatHex(misbehavior.getValidator().getAddress().toByteArray()),
                    misbehavior.getHeight(),
                    misbehavior.getType());
        }
        BlockExecution.Executed executed =
                chain.finalizeBlock(request.getHeight(), instant(request.getTime()), request.getTxsList(), evidence);
        inBlock = request.getTxsList();
        proposer = HexFormat.of().formatHex(request.getProposerAddress().toByteArray());
        return ResponseFinalizeBlock.newBuilder()
                .addAllEvents(executed.events().stream().map(TypedEvents::of).toList())
                .addAllTxResults(executed.verdicts().stream().map(TxResults::of).toList())
                .addAllValidatorUpdates(executed.validators())
                .setAppHash(bytes(executed.commit().state().appHash()))
                .build();
    }

    private ResponseCommit commit() {
        CommittedBlock block = chain.commit();
        boolean late = Duration.between(block.time(), clock.instant()).compareTo(LATE) > 0;
        admission.inBlock(block.height(), late, proposer, inBlock);
        stream.published();
        store.newest().ifPresent(snapshots::committed);
        long retain =
                retention.retainHeight(block.height(), block.time(), store, snapshots.makesAny(), snapshots.oldest());
        return ResponseCommit.newBuilder().setRetainHeight(retain).build();
    }

    private static ResponseVerifyVoteExtension verify(RequestVerifyVoteExtension request) {
        VerifyStatus status = request.getVoteExtension().isEmpty() ? VerifyStatus.ACCEPT : VerifyStatus.REJECT;
        return ResponseVerifyVoteExtension.newBuilder().setStatus(status).build();
    }

    private static ByteString bytes(Bytes32 bytes) {
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
