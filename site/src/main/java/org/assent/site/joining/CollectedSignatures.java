package org.assent.site.joining;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.SigningPayload;

/**
 * A transaction that several people sign, one after the other, before it is submitted. Immutable.
 *
 * @param chainId the chain that it is for
 * @param signed the transaction with the signatures so far
 */
record CollectedSignatures(String chainId, SignedTransaction signed) {

    /** With one more; itself if that key has signed. */
    CollectedSignatures signedBy(Signer signer) {
        return hasSigned(signer.publicKey())
                ? this
                : with(List.of(new KeySignature(signer.publicKey(), signer.sign(payload()))));
    }

    /** With the signatures of the other, which is for exactly the same. */
    CollectedSignatures merged(CollectedSignatures other) {
        if (!other.signed.body().equals(signed.body())) {
            throw new IllegalArgumentException("these are two different requests");
        }
        return with(other.signed.signatures().stream()
                .filter(signature -> !hasSigned(signature.key()))
                .toList());
    }

    private CollectedSignatures with(List<KeySignature> more) {
        List<KeySignature> all =
                Stream.concat(signed.signatures().stream(), more.stream()).toList();
        return new CollectedSignatures(chainId, new SignedTransaction(signed.body(), all));
    }

    boolean hasSigned(PublicKey key) {
        return signed.signatures().stream()
                .anyMatch(signature -> signature.key().equals(key));
    }

    /** How many of these keys have signed. */
    int count(Collection<PublicKey> keys) {
        return (int) keys.stream().filter(this::hasSigned).count();
    }

    /** What is compared by phone: of everything that is signed. */
    String fingerprint() {
        return Fingerprint.of(payload());
    }

    private Bytes32 payload() {
        return SigningPayload.transaction(chainId, signed.body());
    }

    /** Refuses signatures that do not hold. */
    void check() throws MalformedBytes {
        BouncyCastleVerifier verifier = new BouncyCastleVerifier();
        Bytes32 hash = payload();
        for (KeySignature signature : signed.signatures()) {
            if (!verifier.verifies(signature.key(), hash, signature.signature())) {
                throw new MalformedBytes("has a signature that does not hold, or is of another chain");
            }
        }
    }
}
