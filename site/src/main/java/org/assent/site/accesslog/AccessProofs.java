package org.assent.site.accesslog;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.RpcException;
import org.assent.audit.cumulative.KeptLog;
import org.assent.audit.cumulative.LogAnchor;
import org.assent.audit.cumulative.SubjectProof;
import org.assent.audit.cumulative.SubjectProofs;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.LeafCodec;
import org.assent.receipt.chain.FinalHeader;

/** Puts together what a proof needs: the map under the newest anchor, and the anchor's path on the ledger. Thread-safe. */
public final class AccessProofs {

    private final OrganizationId own;
    private final Function<String, Optional<SubjectId>> subjectOf;
    private final Supplier<Optional<KeptLog.Anchored>> anchored;
    private final AnchorPath path;
    private final Headers headers;
    private final SubjectProofs proofs;

    /** Asks the site's node for the anchor's path. */
    @FunctionalInterface
    public interface AnchorPath {
        /** The organization's AccessLog leaf at the newest height that can be proven; empty if it has none. */
        Optional<CometRpc.ProvenLeaf> find() throws RpcException, InterruptedException;
    }

    /** Asks the site's node for headers. */
    @FunctionalInterface
    public interface Headers {
        /** The header of a height with the votes for it. */
        FinalHeader at(long height) throws RpcException, InterruptedException, MalformedBytes;
    }

    /**
     * Of one site.
     *
     * @param subjectOf the pseudonym of a local Patient
     */
    public AccessProofs(
            OrganizationId own,
            Function<String, Optional<SubjectId>> subjectOf,
            Supplier<Optional<KeptLog.Anchored>> anchored,
            AnchorPath path,
            Headers headers,
            SubjectProofs proofs) {
        this.own = own;
        this.subjectOf = subjectOf;
        this.anchored = anchored;
        this.path = path;
        this.headers = headers;
        this.proofs = proofs;
    }

    /** The pseudonym of a local Patient, if it has one. */
    Optional<SubjectId> subjectOf(String patientId) {
        return subjectOf.apply(patientId);
    }

    /**
     * The proof for a subject under the newest anchor.
     *
     * @return empty if there is no anchor yet, or it cannot be proven yet
     */
    Optional<SubjectProof> of(SubjectId subject, LongPredicate shown) throws RpcException, InterruptedException {
        Optional<KeptLog.Anchored> version = anchored.get();
        if (version.isEmpty()) {
            return Optional.empty();
        }
        return path.find()
                .filter(leaf ->
                        leaf.value().equals(LeafCodec.encode(version.get().leaf())))
                .map(leaf -> proofs.of(
                        subject,
                        version.get().version(),
                        new LogAnchor(leaf.height(), leaf.value(), leaf.path()),
                        shown));
    }

    /**
     * The header of a height, in which the app hash of the height before stands.
     *
     * @return empty if the node has no such header: it is to come, or is not kept any more
     */
    Optional<FinalHeader> header(long height) throws IOException, InterruptedException {
        try {
            return Optional.of(headers.at(height));
        } catch (RpcException.Refused e) {
            return Optional.empty();
        } catch (MalformedBytes e) {
            throw new IOException("the node's answer is no header", e);
        }
    }

    @Override
    public String toString() {
        return "proofs of the access log of " + own;
    }
}
