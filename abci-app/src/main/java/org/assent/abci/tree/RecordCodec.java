package org.assent.abci.tree;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.assent.abci.tree.stored.BlockRecord;
import org.assent.abci.tree.stored.LeafRecord;
import org.assent.abci.tree.stored.ResultRecord;
import org.assent.abci.tree.stored.StateRecord;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.assent.ledger.stream.TransactionResult;
import org.assent.ledger.transaction.RejectCode;

/** Stored states and blocks as bytes; private to the stores. */
final class RecordCodec {

    private static final Map<Integer, RejectCode> CODES =
            Arrays.stream(RejectCode.values()).collect(Collectors.toMap(RejectCode::number, Function.identity()));

    private RecordCodec() {}

    static byte[] encode(StoredState state) {
        StateRecord.Builder stored =
                StateRecord.newBuilder().setChainId(state.chainId()).setTime(timestamp(state.time()));
        if (state.root() != null) {
            stored.setRoot(ByteString.copyFrom(NodeCodec.root(state.root())));
        }
        return stored.build().toByteArray();
    }

    static StoredState state(long height, byte[] bytes) {
        try {
            StateRecord stored = StateRecord.parseFrom(bytes);
            return new StoredState(
                    stored.getChainId(),
                    height,
                    instant(stored.getTime()),
                    stored.getRoot().isEmpty()
                            ? null
                            : NodeCodec.root(stored.getRoot().toByteArray()));
        } catch (InvalidProtocolBufferException e) {
            throw new NodeStoreException("the state of height " + height + " is damaged", e);
        }
    }

    /**
     * A block whose leaves are among the nodes.
     *
     * @param place which node has a leaf
     * @param nodes the bytes of a node
     */
    static byte[] encode(CommittedBlock block, ToLongFunction<LeafKey> place, LongFunction<byte[]> nodes) {
        BlockRecord.Builder stored = BlockRecord.newBuilder()
                .setTime(timestamp(block.time()))
                .setAppHash(ByteString.copyFrom(block.appHash().toByteArray()));
        for (ChangedLeaf leaf : block.changes()) {
            long node = place.applyAsLong(leaf.key());
            stored.addChanges(LeafRecord.newBuilder().setNode(node).setCrc32C(Sealed.checksum(nodes.apply(node))));
        }
        for (TransactionResult result : block.results()) {
            stored.addResults(ResultRecord.newBuilder()
                    .setTransaction(
                            ByteString.copyFrom(result.transaction().value().toByteArray()))
                    .setCode(result.rejected().map(RejectCode::number).orElse(0)));
        }
        return stored.build().toByteArray();
    }

    /** Reads it back with its leaves. */
    static CommittedBlock block(long height, byte[] bytes, LongFunction<byte[]> nodes) {
        try {
            BlockRecord stored = BlockRecord.parseFrom(bytes);
            return new CommittedBlock(
                    height,
                    instant(stored.getTime()),
                    Bytes32.of(stored.getAppHash().toByteArray()),
                    stored.getChangesList().stream()
                            .map(placed -> leaf(placed, nodes))
                            .toList(),
                    stored.getResultsList().stream().map(RecordCodec::result).toList());
        } catch (InvalidProtocolBufferException e) {
            throw new NodeStoreException("the block of height " + height + " is damaged", e);
        }
    }

    private static ChangedLeaf leaf(LeafRecord placed, LongFunction<byte[]> nodes) {
        byte[] node = nodes.apply(placed.getNode());
        if (Sealed.checksum(node) != placed.getCrc32C()) {
            throw NodeStoreException.damagedNode(placed.getNode(), null);
        }
        return NodeCodec.leaf(node);
    }

    private static TransactionResult result(ResultRecord stored) {
        TransactionId transaction =
                new TransactionId(Bytes32.of(stored.getTransaction().toByteArray()));
        if (stored.getCode() == 0) {
            return new TransactionResult(transaction, Optional.empty());
        }
        RejectCode code = CODES.get(stored.getCode());
        if (code == null) {
            throw new NodeStoreException("a stored block has reject code " + stored.getCode()
                    + ", which this version does not know: it was written by a newer one");
        }
        return new TransactionResult(transaction, Optional.of(code));
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
