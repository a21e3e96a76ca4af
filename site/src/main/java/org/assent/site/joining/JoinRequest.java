package org.assent.site.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionCodec;
import org.assent.ledger.transaction.TransactionSigner;
import org.assent.receipt.json.CanonicalJson;
import org.assent.receipt.json.Members;
import org.assent.receipt.json.Text;

/**
 * What an organization asks for: its registration, signed with its root key, to which accreditors add their signatures; and
 * whether it wants a vote. Nothing in it is secret. Immutable.
 *
 * @param chainId the chain that it wants to join
 * @param invitation number of the invitation
 * @param wantsVote whether its node is meant to be a validator
 * @param registration the profile
 * @param signed the same with the signatures so far; each of them holds
 */
public record JoinRequest(
        String chainId,
        Bytes32 invitation,
        boolean wantsVote,
        RegisterOrganization registration,
        SignedTransaction signed) {

    /** The most bytes that a request has. */
    public static final int MAX_LENGTH = 256 << 10;

    private static final DocumentKind KIND = new DocumentKind("assent-join-request", "a request to join", MAX_LENGTH);

    /** A new one, signed with the organization's root key. */
    static JoinRequest sign(
            String chainId,
            Bytes32 invitation,
            boolean wantsVote,
            OrganizationProfile profile,
            Instant expires,
            Signer root) {
        RegisterOrganization registration = new RegisterOrganization(profile, expires);
        return new JoinRequest(
                chainId, invitation, wantsVote, registration, new TransactionSigner(chainId).sign(registration, root));
    }

    /**
     * With one more signature, and with those of what a site has kept of it; those of others than the organization itself and the
     * accreditors are left out.
     */
    public JoinRequest signedBy(Signer signer, Optional<JoinRequest> kept, Collection<PublicKey> accreditors) {
        PublicKey root = profile().firstRootKey();
        return with(collected()
                .signedBy(
                        signer,
                        kept.map(JoinRequest::collected),
                        key -> key.equals(root) || accreditors.contains(key)));
    }

    private JoinRequest with(CollectedSignatures signatures) {
        return new JoinRequest(chainId, invitation, wantsVote, registration, signatures.signed());
    }

    private CollectedSignatures collected() {
        return new CollectedSignatures(chainId, signed);
    }

    /** Whether the key is among those that have signed. */
    public boolean hasSigned(PublicKey key) {
        return collected().hasSigned(key);
    }

    /** Who it is. */
    public OrganizationProfile profile() {
        return registration.profile();
    }

    /** What is compared by phone: of everything that the accreditors sign. */
    public String fingerprint() {
        return collected().fingerprint();
    }

    /** The node that is meant to be a validator, if a vote is wanted: the first that has a validator key. */
    public Optional<OrganizationNode> validator() {
        return wantsVote
                ? profile().nodes().stream()
                        .filter(node -> node.validator().isPresent())
                        .findFirst()
                : Optional.empty();
    }

    /** The document. */
    public byte[] toJson() {
        ObjectNode json = KIND.begin();
        json.put("chain_id", chainId);
        json.put("invitation", Text.of(invitation));
        json.put("vote", wantsVote ? 1 : 0);
        json.put("registration", Text.of(TransactionCodec.encode(signed)));
        return CanonicalJson.write(json).toByteArray();
    }

    /**
     * Reads a request from a file.
     *
     * @throws IOException if it cannot be read or is none; the message says why
     */
    public static JoinRequest read(Path file) throws IOException {
        return KIND.read(file, JoinRequest::read);
    }

    /**
     * Reads a request; a line end after it is left out.
     *
     * @throws MalformedBytes for anything that is not one, or has a signature that does not hold, or not the root key's
     */
    public static JoinRequest read(byte[] text) throws MalformedBytes {
        Members json = KIND.members(text);
        String chainId = json.text("chain_id");
        Bytes32 invitation = json.bytes32("invitation");
        boolean wantsVote = json.number("vote") == 1;
        SignedTransaction signed =
                TransactionCodec.decode(json.bytes("registration").toByteArray());
        json.end();
        if (!(TransactionCodec.decodeBody(signed.body()) instanceof RegisterOrganization registration)) {
            throw new MalformedBytes("asks for something else than a registration");
        }
        JoinRequest request = new JoinRequest(chainId, invitation, wantsVote, registration, signed);
        request.check();
        return request;
    }

    private void check() throws MalformedBytes {
        collected().check();
        if (!hasSigned(profile().firstRootKey())) {
            throw new MalformedBytes("is not signed with the organization's own root key");
        }
    }
}
