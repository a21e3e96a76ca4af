package org.assent.site.receipts;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.assent.abci.node.CometRpc;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.tree.StateProof;
import org.assent.receipt.Proven;
import org.assent.receipt.chain.FinalHeader;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.NodeJson;

/** What the site's own node proves of the ledger. Asks over loopback, so never while a request waits. Thread-safe. */
final class LedgerEvidence {

    private static final String LEAF = "/leaf";
    private static final String ANNEX = "/annex";

    private final CometRpc rpc;

    LedgerEvidence(CometRpc rpc) {
        this.rpc = rpc;
    }

    /** The state of a height is not kept any more: nothing can be proven of it here. */
    static final class GoneException extends Exception {
        private static final long serialVersionUID = 1L;

        GoneException(long height) {
            super("the state of height " + height + " is not kept any more");
        }
    }

    /** What the state holds under a key, and that it does. */
    Proven proven(LeafKey key, long height) throws IOException, InterruptedException, GoneException, MalformedBytes {
        CometRpc.Queried answer = query(LEAF, key, height, true);
        Bytes proof = answer.proof().orElseThrow(() -> new IOException("the node gave no proof"));
        return Proven.of(answer.value(), StateProof.decode(proof));
    }

    /** All consents of a subject that were open; none if it is not enrolled. */
    List<OpenConsent> openConsents(SubjectId subject, long height)
            throws IOException, InterruptedException, GoneException, MalformedBytes {
        Optional<Bytes> annex = query(ANNEX, LeafKey.of(subject), height, false).value();
        return annex.isEmpty() ? List.of() : OpenConsents.decode(annex.get());
    }

    /** The header of a height. */
    Header header(long height) throws IOException, InterruptedException, MalformedBytes {
        return NodeJson.header(rpc.header(height));
    }

    /** The header of a height with its commit: the one in the next block, unless it is the newest. */
    FinalHeader commit(long height) throws IOException, InterruptedException, MalformedBytes {
        return NodeJson.finalHeader(rpc.commit(height).path("signed_header"));
    }

    private CometRpc.Queried query(String path, LeafKey key, long height, boolean prove)
            throws IOException, InterruptedException, GoneException {
        CometRpc.Queried answer = rpc.query(path, key.toByteArray(), height, prove);
        if (answer.code() == 0) {
            return answer;
        }
        if (height < rpc.status().height()) {
            throw new GoneException(height);
        }
        throw new IOException("the node does not have height " + height + " yet");
    }
}
