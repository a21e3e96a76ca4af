package org.assent.site.joining;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
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

    /**
     * With one more, and with those of another that is for exactly the same.
     *
     * @param entitled whose signatures count; those of other keys are left out, so that nobody can fill the envelope with them
     */
    CollectedSignatures signedBy(Signer signer, Optional<CollectedSignatures> other, Predicate<PublicKey> entitled) {
        SortedMap<PublicKey, KeySignature> all = new TreeMap<>();
        Stream.concat(Stream.of(this), other.filter(one -> one.signed.body().equals(signed.body())).stream())
                .flatMap(one -> one.signed.signatures().stream())
                .filter(signature -> entitled.test(signature.key()))
                .forEach(signature -> all.putIfAbsent(signature.key(), signature));
        all.computeIfAbsent(signer.publicKey(), key -> new KeySignature(key, signer.sign(payload())));
        return new CollectedSignatures(chainId, new SignedTransaction(signed.body(), List.copyOf(all.values())));
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
