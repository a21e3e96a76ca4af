package org.assent.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.signature.SignatureVerifier;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The fastest verifier of P-256 that was found, Amazon's Corretto provider (AWS-LC, native code), to measure against. It is in no
 * product: the members of a chain have one implementation (docs/adr/0023). Good signatures by good keys only.
 */
final class CorrettoVerifier implements SignatureVerifier {

    private static final AlgorithmIdentifier P256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);

    private final Provider provider;
    private final Map<PublicKey, java.security.PublicKey> keys = new ConcurrentHashMap<>();

    private CorrettoVerifier(Provider provider) {
        this.provider = provider;
    }

    /** Empty where its native library does not load. */
    static Optional<SignatureVerifier> ifThere() {
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        return provider.getLoadingError() == null ? Optional.of(new CorrettoVerifier(provider)) : Optional.empty();
    }

    @Override
    public boolean verifies(PublicKey key, Bytes32 messageHash, Signature signature) {
        try {
            java.security.Signature verifier = java.security.Signature.getInstance("NONEwithECDSA", provider);
            verifier.initVerify(keys.computeIfAbsent(key, this::decoded));
            verifier.update(messageHash.toByteArray());
            return verifier.verify(der(signature.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a signature that was made to be good", e);
        }
    }

    private java.security.PublicKey decoded(PublicKey key) {
        try {
            return KeyFactory.getInstance("EC", provider)
                    .generatePublic(
                            new X509EncodedKeySpec(new SubjectPublicKeyInfo(P256, key.toByteArray()).getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was made to be good", e);
        }
    }

    /** Ecdsa-Sig-Value, RFC 3279 §2.2.3. */
    private static byte[] der(byte[] signature) {
        ASN1EncodableVector numbers = new ASN1EncodableVector(2);
        numbers.add(new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(signature, 0, 32))));
        numbers.add(new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))));
        try {
            return new DERSequence(numbers).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
