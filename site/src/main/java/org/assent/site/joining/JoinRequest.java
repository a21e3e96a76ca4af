package org.assent.site.joining;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.SigningPayload;
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

    /** With one more signature; itself if that key has signed. */
    public JoinRequest signedBy(Signer signer) {
        if (hasSigned(signer.publicKey())) {
            return this;
        }
        Bytes32 payload = SigningPayload.transaction(chainId, signed.body());
        return with(List.of(new KeySignature(signer.publicKey(), signer.sign(payload))));
    }

    /** With the signatures of the other, which asks for exactly the same. */
    JoinRequest merged(JoinRequest other) {
        if (!other.signed.body().equals(signed.body())) {
            throw new IllegalArgumentException("these are two different requests");
        }
        return with(other.signed.signatures().stream()
                .filter(signature -> !hasSigned(signature.key()))
                .toList());
    }

    private JoinRequest with(List<KeySignature> more) {
        List<KeySignature> all =
                Stream.concat(signed.signatures().stream(), more.stream()).toList();
        return new JoinRequest(chainId, invitation, wantsVote, registration, new SignedTransaction(signed.body(), all));
    }

    /** Whether the key is among those that have signed. */
    public boolean hasSigned(PublicKey key) {
        return signed.signatures().stream()
                .anyMatch(signature -> signature.key().equals(key));
    }

    /** Who it is. */
    public OrganizationProfile profile() {
        return registration.profile();
    }

    /** What is compared by phone: of everything that the accreditors sign. */
    public String fingerprint() {
        return Fingerprint.of(SigningPayload.transaction(chainId, signed.body()));
    }

    /** The node that is meant to be a validator, if a vote is wanted: the first that has a validator key. */
    public java.util.Optional<OrganizationNode> validator() {
        return wantsVote
                ? profile().nodes().stream()
                        .filter(node -> node.validator().isPresent())
                        .findFirst()
                : java.util.Optional.empty();
    }

    /** The document. */
    public byte[] toJson() {
        ObjectNode json = Text.object();
        json.put("version", 1);
        json.put("kind", "assent-join-request");
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
        if (Files.size(file) > MAX_LENGTH + 1L) {
            throw new IOException(file + " is no request: it is longer than " + MAX_LENGTH + " bytes");
        }
        try {
            return read(Files.readAllBytes(file));
        } catch (MalformedBytes e) {
            throw new IOException(file + " is no request: it " + e.getMessage(), e);
        }
    }

    /**
     * Reads a request; a line end after it is left out.
     *
     * @throws MalformedBytes for anything that is not one, or has a signature that does not hold, or not the root key's
     */
    public static JoinRequest read(byte[] text) throws MalformedBytes {
        boolean line = text.length > 0 && text[text.length - 1] == '\n';
        Members json = CanonicalJson.read(line ? Arrays.copyOf(text, text.length - 1) : text, MAX_LENGTH);
        json.version();
        if (!json.text("kind").equals("assent-join-request")) {
            throw new MalformedBytes("is something else than a request to join");
        }
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
        Bytes payload = signed.body();
        BouncyCastleVerifier verifier = new BouncyCastleVerifier();
        Bytes32 hash = SigningPayload.transaction(chainId, payload);
        for (KeySignature signature : signed.signatures()) {
            if (!verifier.verifies(signature.key(), hash, signature.signature())) {
                throw new MalformedBytes("has a signature that does not hold, or is of another chain");
            }
        }
        if (!hasSigned(profile().firstRootKey())) {
            throw new MalformedBytes("is not signed with the organization's own root key");
        }
    }
}
