package org.assent.abci.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.app.BlockLimits;
import org.assent.abci.app.BlockRetention;
import org.assent.abci.app.GenesisState;
import org.assent.abci.app.Keeping;
import org.assent.abci.app.KnownRules;
import org.assent.abci.app.RestrictionStore;
import org.assent.abci.snapshot.Snapshots;
import org.assent.abci.tree.NodeStore;
import org.assent.abci.wire.Misbehavior;
import org.assent.abci.wire.MisbehaviorType;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestCheckTx;
import org.assent.abci.wire.RequestCommit;
import org.assent.abci.wire.RequestFinalizeBlock;
import org.assent.abci.wire.RequestInfo;
import org.assent.abci.wire.RequestInitChain;
import org.assent.abci.wire.RequestPrepareProposal;
import org.assent.abci.wire.RequestProcessProposal;
import org.assent.abci.wire.Response;
import org.assent.abci.wire.ResponseCheckTx;
import org.assent.abci.wire.ResponseFinalizeBlock;
import org.assent.abci.wire.ResponseInfo;
import org.assent.abci.wire.ResponseProcessProposal.ProposalStatus;
import org.assent.abci.wire.Validator;
import org.assent.abci.wire.ValidatorUpdate;
import org.assent.abci.wire.chain.BlockParams;
import org.assent.abci.wire.chain.ConsensusParams;
import org.assent.abci.wire.chain.PublicKey;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.testsupport.FixedClock;

/** An application with a store, and the calls that a node makes, in the order it makes them. */
public final class TestChain implements AutoCloseable {

    /** When all test chains begin. */
    public static final Instant GENESIS = Instant.parse("2026-03-01T08:00:00Z");

    private final NodeStore store;
    private ByteString proposer = ByteString.EMPTY;
    private final FixedClock clock = FixedClock.at(GENESIS);
    private final Opening opening;
    private AssentApplication application;

    /** How the application is opened on the store. */
    @FunctionalInterface
    public interface Opening {

        /** Opens it. */
        AssentApplication open(NodeStore store, FixedClock clock);
    }

    /** Goes on from what the store has; {@link #begin} starts a new chain. */
    public TestChain(NodeStore store) {
        this(
                store,
                (opened, clock) -> new AssentApplication(Hospital.CHAIN, opened, new BouncyCastleVerifier(), clock));
    }

    /** The same with a place for restrictions that are not in a block yet. */
    public TestChain(NodeStore store, RestrictionStore restrictions) {
        this(
                store,
                (opened, clock) -> new AssentApplication(
                        Hospital.CHAIN,
                        opened,
                        new Keeping(restrictions, Snapshots.none(Hospital.CHAIN, opened), BlockRetention.archive()),
                        new BouncyCastleVerifier(),
                        clock,
                        KnownRules.OF_THIS_VERSION));
    }

    /** The same with other rules known, or another verifier. */
    public TestChain(NodeStore store, KnownRules rules, SignatureVerifier verifier) {
        this(
                store,
                (opened, clock) -> new AssentApplication(
                        Hospital.CHAIN, opened, Keeping.nothing(Hospital.CHAIN, opened), verifier, clock, rules));
    }

    /** The same with an application of one's own. */
    public TestChain(NodeStore store, Opening opening) {
        this.store = store;
        this.opening = opening;
        this.application = open();
    }

    private AssentApplication open() {
        return opening.open(store, clock);
    }

    /** The application of the moment. */
    public AssentApplication application() {
        return application;
    }

    /** InitChain with the accreditors of {@link Hospital}. */
    public TestChain begin() {
        return begin(List.of());
    }

    /** The same with validators. */
    public TestChain begin(List<ValidatorPower> validators) {
        GenesisState state = new GenesisState(
                Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(),
                2,
                GenesisState.DEFAULT_STALENESS_BOUND);
        RequestInitChain.Builder request = initChain(Hospital.CHAIN, state).getInitChain().toBuilder();
        validators.forEach(validator -> request.addValidators(ValidatorUpdate.newBuilder()
                .setPubKey(PublicKey.newBuilder()
                        .setEd25519(ByteString.copyFrom(validator.key().toByteArray())))
                .setPower(validator.power())));
        application.handle(Request.newBuilder().setInitChain(request).build());
        return this;
    }

    /** An InitChain call. */
    public static Request initChain(String chainId, GenesisState state) {
        return Request.newBuilder()
                .setInitChain(RequestInitChain.newBuilder()
                        .setChainId(chainId)
                        .setTime(timestamp(GENESIS))
                        .setInitialHeight(1)
                        .setConsensusParams(ConsensusParams.newBuilder()
                                .setBlock(BlockParams.newBuilder().setMaxBytes(BlockLimits.MAX_BLOCK_BYTES)))
                        .setAppStateBytes(ByteString.copyFromUtf8(state.toJson().toString())))
                .build();
    }

    /** Time of the block after the newest: one second a block. */
    public Instant nextTime() {
        return GENESIS.plusSeconds(application.height() + 1);
    }

    /** A time at which transactions made now expire. */
    public Instant soon() {
        return nextTime().plus(Duration.ofMinutes(5));
    }

    /** Finalizes and commits the next block; gives the codes. */
    public List<Integer> block(SignedTransaction... transactions) {
        return blockAt(nextTime(), transactions);
    }

    /** The same with another block time. */
    public List<Integer> blockAt(Instant time, SignedTransaction... transactions) {
        return blockOf(time, Arrays.stream(transactions).map(TestChain::bytes).toList());
    }

    /** The same with any bytes as transactions. */
    public List<Integer> blockOf(Instant time, List<ByteString> transactions) {
        ResponseFinalizeBlock response = finalizeBlock(time, transactions);
        commit();
        return codes(response);
    }

    /** FinalizeBlock alone: nothing is durable after it. */
    public ResponseFinalizeBlock finalizeBlock(Instant time, List<ByteString> transactions) {
        return call(Request.newBuilder()
                        .setFinalizeBlock(RequestFinalizeBlock.newBuilder()
                                .setHeight(application.height() + 1)
                                .setTime(timestamp(time))
                                .setProposerAddress(proposer)
                                .addAllTxs(transactions))
                        .build())
                .getFinalizeBlock();
    }

    /** Who proposes the next blocks: 20 bytes. */
    public TestChain proposedBy(ByteString address) {
        proposer = address;
        return this;
    }

    /** FinalizeBlock with evidence of validators that misbehaved. */
    public ResponseFinalizeBlock finalizeBlock(Instant time, List<ByteString> transactions, List<Bytes32> misbehaved) {
        RequestFinalizeBlock.Builder request = RequestFinalizeBlock.newBuilder()
                .setHeight(application.height() + 1)
                .setTime(timestamp(time))
                .addAllTxs(transactions);
        for (Bytes32 validator : misbehaved) {
            byte[] hash = Hash.sha256(validator.toByteArray()).toByteArray();
            request.addMisbehavior(Misbehavior.newBuilder()
                    .setValidator(Validator.newBuilder().setAddress(ByteString.copyFrom(hash, 0, 20)))
                    .setHeight(application.height() + 1)
                    .setType(MisbehaviorType.MISBEHAVIOR_TYPE_DUPLICATE_VOTE));
        }
        return call(Request.newBuilder().setFinalizeBlock(request).build()).getFinalizeBlock();
    }

    /** Commit: gives the retain height. */
    public long commit() {
        Response response = call(Request.newBuilder()
                .setCommit(RequestCommit.getDefaultInstance())
                .build());
        clock.set(GENESIS.plusSeconds(application.height()));
        return response.getCommit().getRetainHeight();
    }

    /** CheckTx. */
    public ResponseCheckTx check(SignedTransaction transaction) {
        return check(bytes(transaction));
    }

    /** CheckTx of any bytes. */
    public ResponseCheckTx check(ByteString transaction) {
        return call(Request.newBuilder()
                        .setCheckTx(RequestCheckTx.newBuilder().setTx(transaction))
                        .build())
                .getCheckTx();
    }

    /** PrepareProposal. */
    public List<ByteString> prepare(long maxBytes, List<ByteString> offered) {
        return call(Request.newBuilder()
                        .setPrepareProposal(RequestPrepareProposal.newBuilder()
                                .setMaxTxBytes(maxBytes)
                                .addAllTxs(offered))
                        .build())
                .getPrepareProposal()
                .getTxsList();
    }

    /** ProcessProposal: whether it is accepted. */
    public boolean accepts(List<ByteString> proposed) {
        return call(Request.newBuilder()
                                .setProcessProposal(
                                        RequestProcessProposal.newBuilder().addAllTxs(proposed))
                                .build())
                        .getProcessProposal()
                        .getStatus()
                == ProposalStatus.ACCEPT;
    }

    /** Info. */
    public ResponseInfo info() {
        return call(Request.newBuilder()
                        .setInfo(RequestInfo.getDefaultInstance())
                        .build())
                .getInfo();
    }

    /** Any call. */
    public Response call(Request request) {
        return application.handle(request);
    }

    /** The process dies and comes back: what was in memory is gone. */
    public void crash() {
        application.close();
        application = open();
    }

    /** The codes of a block. */
    public static List<Integer> codes(ResponseFinalizeBlock response) {
        return response.getTxResultsList().stream()
                .map(result -> result.getCode())
                .toList();
    }

    /** A transaction's envelope. */
    public static ByteString bytes(SignedTransaction transaction) {
        return ByteString.copyFrom(TransactionCodec.encode(transaction));
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    @Override
    public void close() {
        application.close();
    }
}
