package org.assent.abci.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assent.abci.app.CheckTxAnswer;
import org.assent.abci.client.SettledTransactions.Newest;
import org.assent.abci.client.SettledTransactions.Settled;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.abci.stream.LedgerPulse;
import org.assent.ledger.client.LedgerClient;
import org.assent.ledger.client.LedgerHealth;
import org.assent.ledger.client.Submission;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.stream.CommitStream;
import org.assent.ledger.transaction.Priority;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;

/**
 * Submits to the site's own node and waits for the TransactionId in the site's own commit stream. Thread-safe.
 *
 * <p>While the chain is stale nothing is submitted but restrictions: those are handed to the node, which proposes them as
 * soon as there is consensus again, and are {@link Submission.Pending} meanwhile.
 */
public final class CometLedgerClient implements LedgerClient, AutoCloseable {

    private static final Map<Integer, RejectCode> CODES =
            Arrays.stream(RejectCode.values()).collect(Collectors.toMap(RejectCode::number, Function.identity()));

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String IN_CACHE = "already exists in cache";
    private static final String MEMPOOL_FULL = "mempool is full";

    private final String chainId;
    private final CometRpc rpc;
    private final Supplier<LedgerPulse> pulse;
    private final Clock clock;
    private final SettledTransactions transactions = new SettledTransactions();
    private final CommitStream.Following following;

    private CometLedgerClient(
            String chainId,
            CometRpc rpc,
            CommitStream stream,
            long afterHeight,
            Supplier<LedgerPulse> pulse,
            Clock clock) {
        this.chainId = chainId;
        this.rpc = rpc;
        this.pulse = pulse;
        this.clock = clock;
        this.following = stream.follow(afterHeight, transactions);
    }

    /**
     * Starts to follow the ledger.
     *
     * @param afterHeight a height whose following blocks are kept: results of those are known from the start; 0 for none
     * @param pulse how the node is, and the age of the newest block beyond which the chain counts as stale
     */
    public static CometLedgerClient start(
            String chainId,
            CometRpc rpc,
            CommitStream stream,
            long afterHeight,
            Supplier<LedgerPulse> pulse,
            Clock clock) {
        return new CometLedgerClient(chainId, rpc, stream, afterHeight, pulse, clock);
    }

    @Override
    public String chainId() {
        return chainId;
    }

    @Override
    public LedgerHealth health() {
        LedgerPulse now = pulse.get();
        Newest newest = transactions.newest();
        return new LedgerHealth(
                now.node().alive(),
                newest.height(),
                newest.time(),
                isStale(newest),
                now.node().peers(),
                now.heldBack(),
                now.storage());
    }

    private boolean isStale(Newest newest) {
        return Duration.between(newest.time(), clock.instant())
                        .compareTo(pulse.get().stalenessBound())
                > 0;
    }

    @Override
    public Submission submit(SignedTransaction transaction, Duration wait) throws InterruptedException {
        TransactionId id = transaction.id(chainId);
        Optional<Settled> before =
                transactions.settled(id).filter(settled -> settled.rejected().isEmpty());
        if (before.isPresent()) {
            return submission(id, before.get());
        }
        Newest newest = transactions.newest();
        boolean stale = isStale(newest);
        if (stale && !isRestriction(transaction)) {
            return new Submission.Away(
                    newest.height() == 0
                            ? "the ledger has no block yet"
                            : "the newest block is of " + newest.time() + ", older than "
                                    + pulse.get().stalenessBound().toSeconds() + " s");
        }
        try (SettledTransactions.Waiting next = transactions.next(id)) {
            Optional<Submission> answered = broadcast(id, TransactionCodec.encode(transaction));
            return answered.isPresent() ? answered.get() : await(id, next, stale ? Duration.ZERO : wait);
        }
    }

    @Override
    public Submission await(TransactionId id, Duration wait) throws InterruptedException {
        try (SettledTransactions.Waiting next = transactions.next(id)) {
            Optional<Settled> before = transactions.settled(id);
            return before.isPresent() ? submission(id, before.get()) : await(id, next, wait);
        }
    }

    /** Hands it to the node; empty when it is in the mempool and a block is to be waited for. */
    private Optional<Submission> broadcast(TransactionId id, byte[] envelope) throws InterruptedException {
        try {
            CometRpc.Broadcast answer = rpc.broadcastTxSync(envelope);
            return answer.code() == 0 ? Optional.empty() : Optional.of(refused(id, answer));
        } catch (RpcException.Unreachable e) {
            return Optional.of(new Submission.Away("the node does not answer"));
        } catch (RpcException.Refused e) {
            if (e.data().contains(IN_CACHE)) {
                return Optional.empty();
            }
            return Optional.of(
                    e.data().contains(MEMPOOL_FULL)
                            ? new Submission.Busy(RETRY_AFTER)
                            : new Submission.Away("the node refuses: " + e.data()));
        } catch (RpcException e) {
            return Optional.empty(); // it may have been taken: the stream will tell
        }
    }

    private Submission refused(TransactionId id, CometRpc.Broadcast answer) {
        if (answer.codespace().equals(CheckTxAnswer.DOOR)) {
            if (answer.code() == CheckTxAnswer.ALREADY_APPLIED) {
                Newest newest = transactions.newest();
                return transactions
                        .settled(id)
                        .map(settled -> submission(id, settled))
                        .orElse(new Submission.Final(id, newest.height(), newest.time()));
            }
            return new Submission.Busy(RETRY_AFTER);
        }
        RejectCode code = CODES.get(answer.code());
        return code == null
                ? new Submission.Away("the node answers with code " + answer.code() + ", which is unknown here")
                : new Submission.Rejected(id, code);
    }

    private static Submission await(TransactionId id, SettledTransactions.Waiting next, Duration wait)
            throws InterruptedException {
        return next.get(wait).map(settled -> submission(id, settled)).orElse(new Submission.Pending(id));
    }

    private static Submission submission(TransactionId id, Settled settled) {
        Instant time = settled.time();
        return settled.rejected()
                .<Submission>map(code -> new Submission.Rejected(id, code))
                .orElseGet(() -> new Submission.Final(id, settled.height(), time));
    }

    private static boolean isRestriction(SignedTransaction transaction) {
        try {
            return TransactionCodec.decodeBody(transaction.body()).priority() == Priority.RESTRICTION;
        } catch (MalformedBytes e) {
            return false;
        }
    }

    /** Ends the following; who waits gets {@link Submission.Pending} when the wait is over. */
    @Override
    public void close() {
        following.close();
    }
}
