package org.assent.site.joining;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.ProposalLeaf;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;

/**
 * What accreditors' commands ask of the ledger, and hand to it, at a site's own node.
 *
 * @param rpc of the node, which must run
 */
record LedgerDesk(CometRpc rpc) {

    private static final int FINAL_WITHIN_SECONDS = 45;
    private static final Duration PAUSE = Duration.ofMillis(300);

    private interface Decoder<T> {
        T decode(Bytes bytes) throws MalformedBytes;
    }

    GovernanceLeaf governance() throws IOException, InterruptedException {
        return leaf(LeafKey.governance(), LeafCodec::governance)
                .orElseThrow(() -> new IOException("the ledger has no state yet"));
    }

    Optional<OrganizationLeaf> organization(OrganizationId organization) throws IOException, InterruptedException {
        return leaf(LeafKey.of(organization), LeafCodec::organization);
    }

    Optional<ProposalLeaf> proposal(long number) throws IOException, InterruptedException {
        return leaf(LeafKey.proposal(number), LeafCodec::proposal);
    }

    private <T> Optional<T> leaf(LeafKey key, Decoder<T> decoder) throws IOException, InterruptedException {
        Optional<Bytes> bytes = rpc.leaf(key);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoder.decode(bytes.get()));
        } catch (MalformedBytes e) {
            throw new IOException("the node gives a leaf that cannot be read", e);
        }
    }

    boolean isConnected(OrganizationNode node) throws RpcException, InterruptedException {
        return rpc.peerIds().contains(node.nodeId());
    }

    /** A question whose answer a block is about to bring. */
    interface Asked<T> {
        Optional<T> ask() throws IOException, InterruptedException;
    }

    /**
     * Asks until there is an answer.
     *
     * @param otherwise what is said if there is none within {@value #FINAL_WITHIN_SECONDS} s
     * @throws IOException if there is none
     */
    <T> T awaited(Asked<T> asked, Clock clock, String otherwise) throws IOException, InterruptedException {
        Instant end = clock.instant().plusSeconds(FINAL_WITHIN_SECONDS);
        while (clock.instant().isBefore(end)) {
            Optional<T> answer = asked.ask();
            if (answer.isPresent()) {
                return answer.get();
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException(otherwise);
    }

    /**
     * Hands it to the node; it is not in a block yet when this returns.
     *
     * @throws IOException if the ledger refuses it; the message says what to do
     */
    void submit(SignedTransaction signed) throws IOException, InterruptedException {
        CometRpc.Broadcast answer = rpc.broadcastTxSync(TransactionCodec.encode(signed));
        if (answer.code() != 0) {
            throw new IOException("the ledger refuses it: " + words(answer));
        }
    }

    private static String words(CometRpc.Broadcast answer) {
        return Arrays.stream(RejectCode.values())
                .filter(code -> code.number() == answer.code())
                .findFirst()
                .map(LedgerDesk::words)
                .orElse("code " + answer.code() + " " + answer.log());
    }

    private static String words(RejectCode code) {
        return code
                + switch (code) {
                    case EXPIRED -> ", by the time of the blocks; is this machine's clock right?";
                    case NOT_ENTITLED, NOT_ACCREDITED ->
                        ", too few signatures of accreditors, or a key that is not one's";
                    case WRONG_SEQUENCE, WRONG_REVISION ->
                        ", somebody else changed it at the same time; run this again";
                    case NOTHING_TO_CHANGE -> ", it is so already";
                    case PROPOSAL_CLOSED -> ", it was decided, or is older than 30 days; propose it anew";
                    case CHANGE_NOT_POSSIBLE ->
                        ", it is not possible now: the last validator keeps its vote, and who is suspended or does"
                                + " not list the node gets none";
                    case TOO_MANY_PROPOSALS -> ", too many proposals are open; decide those first";
                    default -> "";
                };
    }
}
