package org.assent.abci.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assent.abci.node.NodeHealth;
import org.assent.abci.stream.wire.Alive;
import org.assent.abci.stream.wire.BeginBlock;
import org.assent.abci.stream.wire.BeginState;
import org.assent.abci.stream.wire.EndOfBlock;
import org.assent.abci.stream.wire.EndOfState;
import org.assent.abci.stream.wire.Follow;
import org.assent.abci.stream.wire.Frame;
import org.assent.abci.stream.wire.Leaf;
import org.assent.abci.stream.wire.Leaves;
import org.assent.abci.stream.wire.Refused;
import org.assent.abci.stream.wire.Result;
import org.assent.abci.stream.wire.Results;
import org.assent.abci.stream.wire.Taken;
import org.assent.abci.stream.wire.Welcome;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.codec.Canonical;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.TransactionResult;
import org.assent.ledger.transaction.RejectCode;

/** Frames as canonical bytes, and back. Total: any bytes give a frame or a {@link StreamException}. */
final class StreamFrames {

    static final int VERSION = 1;

    /** Of what was found broken: enough to say it. */
    private static final int DAMAGE_LENGTH = 1_000;

    private static final Map<Integer, RejectCode> CODES =
            Arrays.stream(RejectCode.values()).collect(Collectors.toMap(RejectCode::number, Function.identity()));

    private StreamFrames() {}

    static byte[] encode(StreamFrame frame) {
        return write(frame).toByteArray();
    }

    static StreamFrame decode(byte[] bytes) throws StreamException {
        try {
            return Canonical.decode(bytes, Integer.MAX_VALUE, Frame.parser(), StreamFrames::read, StreamFrames::write);
        } catch (OtherVersion e) {
            throw new StreamException(StreamRefusal.OTHER_VERSION, String.valueOf(e.getMessage()));
        } catch (MalformedBytes e) {
            throw new StreamException(StreamRefusal.NOT_THIS_PROTOCOL, "a frame " + e.getMessage());
        }
    }

    private static Frame write(StreamFrame frame) {
        Frame.Builder to = Frame.newBuilder().setVersion(VERSION);
        return switch (frame) {
            case StreamFrame.Follow follow ->
                to.setFollow(Follow.newBuilder()
                                .setChainId(follow.chainId())
                                .setAfterHeight(follow.afterHeight())
                                .setRecent(follow.recent()))
                        .build();
            case StreamFrame.Taken taken ->
                to.setTaken(Taken.newBuilder().setHeight(taken.height())).build();
            case StreamFrame.Welcome welcome ->
                to.setWelcome(Welcome.newBuilder()
                                .setChainId(welcome.chainId())
                                .setNewestHeight(welcome.newestHeight()))
                        .build();
            case StreamFrame.Refused refused ->
                to.setRefused(Refused.newBuilder()
                                .setReason(refused.reason().number())
                                .setText(refused.text()))
                        .build();
            case StreamFrame.Alive alive -> to.setAlive(write(alive.pulse())).build();
            case StreamFrame.BeginState state ->
                to.setBeginState(BeginState.newBuilder()
                                .setHeight(state.height())
                                .setTime(timestamp(state.time()))
                                .setAppHash(bytes(state.appHash())))
                        .build();
            case StreamFrame.Leaves leaves ->
                to.setLeaves(Leaves.newBuilder()
                                .addAllLeaves(leaves.leaves().stream()
                                        .map(StreamFrames::write)
                                        .toList()))
                        .build();
            case StreamFrame.EndOfState end ->
                to.setEndOfState(EndOfState.newBuilder().setHeight(end.height()))
                        .build();
            case StreamFrame.BeginBlock block ->
                to.setBeginBlock(BeginBlock.newBuilder()
                                .setHeight(block.height())
                                .setTime(timestamp(block.time()))
                                .setAppHash(bytes(block.appHash()))
                                .setChanges(block.changes())
                                .setResults(block.results()))
                        .build();
            case StreamFrame.Results results ->
                to.setResults(Results.newBuilder()
                                .addAllResults(results.results().stream()
                                        .map(StreamFrames::write)
                                        .toList()))
                        .build();
            case StreamFrame.EndOfBlock end ->
                to.setEndOfBlock(EndOfBlock.newBuilder().setHeight(end.height()))
                        .build();
        };
    }

    private static StreamFrame read(Frame frame) {
        if (frame.getVersion() != VERSION) {
            throw new OtherVersion(frame.getVersion());
        }
        return switch (frame.getKindCase()) {
            case FOLLOW -> {
                Follow follow = frame.getFollow();
                yield new StreamFrame.Follow(follow.getChainId(), height(follow.getAfterHeight()), follow.getRecent());
            }
            case TAKEN -> new StreamFrame.Taken(height(frame.getTaken().getHeight()));
            case WELCOME ->
                new StreamFrame.Welcome(
                        frame.getWelcome().getChainId(),
                        height(frame.getWelcome().getNewestHeight()));
            case REFUSED ->
                new StreamFrame.Refused(
                        StreamRefusal.of(frame.getRefused().getReason())
                                .orElseThrow(() -> new IllegalArgumentException("a reason that is not known")),
                        frame.getRefused().getText());
            case ALIVE -> new StreamFrame.Alive(read(frame.getAlive()));
            case BEGIN_STATE -> {
                BeginState state = frame.getBeginState();
                yield new StreamFrame.BeginState(
                        height(state.getHeight()), instant(state.getTime()), hash(state.getAppHash()));
            }
            case LEAVES ->
                new StreamFrame.Leaves(frame.getLeaves().getLeavesList().stream()
                        .map(StreamFrames::read)
                        .toList());
            case END_OF_STATE ->
                new StreamFrame.EndOfState(height(frame.getEndOfState().getHeight()));
            case BEGIN_BLOCK -> {
                BeginBlock block = frame.getBeginBlock();
                yield new StreamFrame.BeginBlock(
                        height(block.getHeight()),
                        instant(block.getTime()),
                        hash(block.getAppHash()),
                        count(block.getChanges()),
                        count(block.getResults()));
            }
            case RESULTS ->
                new StreamFrame.Results(frame.getResults().getResultsList().stream()
                        .map(StreamFrames::read)
                        .toList());
            case END_OF_BLOCK ->
                new StreamFrame.EndOfBlock(height(frame.getEndOfBlock().getHeight()));
            case KIND_NOT_SET -> throw new IllegalArgumentException("a frame of no known kind");
        };
    }

    private static Alive write(LedgerPulse pulse) {
        return Alive.newBuilder()
                .setHeight(pulse.height())
                .setTime(timestamp(pulse.time()))
                .setStalenessBoundSeconds((int) pulse.stalenessBound().toSeconds())
                .setNodeAlive(pulse.node().alive())
                .setCatchingUp(pulse.node().catchingUp())
                .setPeers(pulse.node().peers())
                .setRestarts(pulse.node().restarts())
                .setLastWords(pulse.node().lastWords())
                .setHeldBack(pulse.heldBack())
                .setDiskBytes(pulse.storage().bytes())
                .setDiskBudgetBytes(pulse.storage().budgetBytes())
                .setDamage(pulse.storage().damage().map(StreamFrames::shortened).orElse(""))
                .build();
    }

    private static String shortened(String text) {
        return text.length() <= DAMAGE_LENGTH ? text : text.substring(0, DAMAGE_LENGTH) + " …";
    }

    private static LedgerPulse read(Alive alive) {
        return new LedgerPulse(
                height(alive.getHeight()),
                instant(alive.getTime()),
                Duration.ofSeconds(count(alive.getStalenessBoundSeconds())),
                new NodeHealth(
                        alive.getNodeAlive(),
                        alive.getCatchingUp(),
                        count(alive.getPeers()),
                        count(alive.getRestarts()),
                        alive.getLastWords()),
                count(alive.getHeldBack()),
                new LedgerHealth.Storage(
                        height(alive.getDiskBytes()),
                        height(alive.getDiskBudgetBytes()),
                        Optional.of(alive.getDamage()).filter(damage -> !damage.isEmpty())));
    }

    private static Leaf write(ChangedLeaf leaf) {
        return Leaf.newBuilder()
                .setKey(ByteString.copyFrom(leaf.key().toByteArray()))
                .setValue(ByteString.copyFrom(leaf.value().toByteArray()))
                .setAnnex(ByteString.copyFrom(leaf.annex().toByteArray()))
                .build();
    }

    private static ChangedLeaf read(Leaf leaf) {
        return new ChangedLeaf(
                LeafKey.of(leaf.getKey().toByteArray()),
                Bytes.of(leaf.getValue().toByteArray()),
                Bytes.of(leaf.getAnnex().toByteArray()));
    }

    private static Result write(TransactionResult result) {
        return Result.newBuilder()
                .setTransaction(bytes(result.transaction().value()))
                .setCode(result.rejected().map(RejectCode::number).orElse(0))
                .build();
    }

    private static TransactionResult read(Result result) {
        TransactionId transaction = new TransactionId(hash(result.getTransaction()));
        if (result.getCode() == 0) {
            return new TransactionResult(transaction, Optional.empty());
        }
        RejectCode code = CODES.get(result.getCode());
        if (code == null) {
            throw new IllegalArgumentException("reject code " + result.getCode()
                    + " is not known here: ledger process and web side are of different versions");
        }
        return new TransactionResult(transaction, Optional.of(code));
    }

    private static long height(long height) {
        if (height < 0) {
            throw new IllegalArgumentException("a height or size that is too large");
        }
        return height;
    }

    private static int count(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("a number that is too large");
        }
        return count;
    }

    private static ByteString bytes(Bytes32 bytes) {
        return ByteString.copyFrom(bytes.toByteArray());
    }

    private static Bytes32 hash(ByteString bytes) {
        return Bytes32.of(bytes.toByteArray());
    }

    private static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    private static Instant instant(Timestamp time) {
        if (time.getNanos() < 0 || time.getNanos() > 999_999_999 || Math.abs(time.getSeconds()) > 253_402_300_799L) {
            throw new IllegalArgumentException("a time that is none");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    /** Passes through {@link Canonical}, which takes illegal arguments only. */
    private static final class OtherVersion extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OtherVersion(int version) {
            super("version " + Integer.toUnsignedString(version)
                    + " of the commit stream is not known here, only version " + VERSION);
        }
    }
}
