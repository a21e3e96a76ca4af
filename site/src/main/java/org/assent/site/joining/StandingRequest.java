package org.assent.site.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.transaction.ReinstateOrganization;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.SuspendOrganization;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.transaction.TransactionSigner;
import org.assent.receipt.json.CanonicalJson;
import org.assent.receipt.json.Members;
import org.assent.receipt.json.Text;

/**
 * A suspension of a member, or the end of one, to which accreditors add their signatures before it is submitted. Nothing in it is
 * secret. Immutable.
 *
 * @param chainId the chain that it is for
 * @param organization whom it is about
 * @param standing that the member's leaf has after it; with any other suspension or reinstatement before, it is void
 * @param suspends whether it suspends; else it reinstates
 * @param expires block time after which it is void
 * @param signed the transaction with the signatures so far; each of them holds
 */
public record StandingRequest(
        String chainId,
        OrganizationId organization,
        long standing,
        boolean suspends,
        Instant expires,
        SignedTransaction signed) {

    /** The most bytes that it has. */
    public static final int MAX_LENGTH = 64 << 10;

    private static final DocumentKind KIND =
            new DocumentKind("assent-standing-request", "a request to suspend or reinstate a member", MAX_LENGTH);

    /** A new one, signed by its first accreditor. */
    static StandingRequest sign(
            String chainId,
            OrganizationId organization,
            long standing,
            boolean suspends,
            Instant expires,
            Signer signer) {
        Transaction transaction = suspends
                ? new SuspendOrganization(organization, standing, expires)
                : new ReinstateOrganization(organization, standing, expires);
        return new StandingRequest(
                chainId,
                organization,
                standing,
                suspends,
                expires,
                new TransactionSigner(chainId).sign(transaction, signer));
    }

    /** With one more signature, and with those of what a site has kept of it; those of others than accreditors are left out. */
    StandingRequest signedBy(Signer signer, Optional<StandingRequest> kept, Collection<PublicKey> accreditors) {
        return with(collected().signedBy(signer, kept.map(StandingRequest::collected), accreditors::contains));
    }

    private StandingRequest with(CollectedSignatures signatures) {
        return new StandingRequest(chainId, organization, standing, suspends, expires, signatures.signed());
    }

    private CollectedSignatures collected() {
        return new CollectedSignatures(chainId, signed);
    }

    /** How many of these keys have signed. */
    int approvals(Collection<PublicKey> accreditors) {
        return collected().count(accreditors);
    }

    /** What is compared by phone: of everything that the accreditors sign. */
    public String fingerprint() {
        return collected().fingerprint();
    }

    /** The document. */
    public byte[] toJson() {
        ObjectNode json = KIND.begin();
        json.put("chain_id", chainId);
        json.put("transaction", Text.of(TransactionCodec.encode(signed)));
        return CanonicalJson.write(json).toByteArray();
    }

    /**
     * Reads one from a file.
     *
     * @throws IOException if it cannot be read or is none; the message says why
     */
    public static StandingRequest read(Path file) throws IOException {
        return KIND.read(file, StandingRequest::read);
    }

    /**
     * Reads one; a line end after it is left out.
     *
     * @throws MalformedBytes for anything that is not one, or has a signature that does not hold
     */
    public static StandingRequest read(byte[] text) throws MalformedBytes {
        Members json = KIND.members(text);
        String chainId = json.text("chain_id");
        SignedTransaction signed =
                TransactionCodec.decode(json.bytes("transaction").toByteArray());
        json.end();
        Transaction body = TransactionCodec.decodeBody(signed.body());
        StandingRequest request;
        if (body instanceof SuspendOrganization suspend) {
            request = new StandingRequest(
                    chainId, suspend.organization(), suspend.standing(), true, suspend.expires(), signed);
        } else if (body instanceof ReinstateOrganization reinstate) {
            request = new StandingRequest(
                    chainId, reinstate.organization(), reinstate.standing(), false, reinstate.expires(), signed);
        } else {
            throw new MalformedBytes("asks for something else than to suspend or reinstate a member");
        }
        request.collected().check();
        return request;
    }
}
