package org.assent.abci.signature;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.signature.KeptKeys;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Scalars;
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
import org.bouncycastle.math.ec.ECPoint;

/**
 * ECDSA over P-256 by Amazon's Corretto provider (AWS-LC, native code), three times as fast as Bouncy Castle. Everything about which
 * libraries could differ is decided before it is asked, by the same code for both: the point is on the curve and canonical
 * ({@link KeptKeys}), the numbers are in their ranges ({@link Scalars}). Only the equation is left, over the 32-byte hash.
 *
 * <p>The provider is named here and registered nowhere: no provider order chooses it. Thread-safe; never throws for any bytes.
 */
final class CorrettoVerifier implements SignatureVerifier {

    private static final AlgorithmIdentifier P256 =
            new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);

    private final Provider provider;
    private final KeptKeys<java.security.PublicKey> keys = new KeptKeys<>(this::key);

    private CorrettoVerifier(Provider provider) {
        this.provider = provider;
    }

    /** Empty where its native library does not load: another platform, or a folder for temporary files that executes nothing. */
    static Optional<SignatureVerifier> ifThere() {
        AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
        return provider.getLoadingError() == null ? Optional.of(new CorrettoVerifier(provider)) : Optional.empty();
    }

    @Override
    public boolean verifies(PublicKey key, Bytes32 messageHash, Signature signature) {
        Optional<Scalars> scalars = Scalars.of(signature);
        if (scalars.isEmpty()) {
            return false;
        }
        java.security.PublicKey decoded = keys.of(key);
        if (decoded == null) {
            return false;
        }
        try {
            java.security.Signature verifier = java.security.Signature.getInstance("NONEwithECDSA", provider);
            verifier.initVerify(decoded);
            verifier.update(messageHash.toByteArray());
            return verifier.verify(der(scalars.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the native verifier failed on a well-formed signature", e);
        }
    }

    private java.security.PublicKey key(ECPoint point) {
        try {
            return KeyFactory.getInstance("EC", provider)
                    .generatePublic(new X509EncodedKeySpec(
                            new SubjectPublicKeyInfo(P256, point.getEncoded(false)).getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the native verifier refuses a point of the curve", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ecdsa-Sig-Value, RFC 3279 §2.2.3. */
    private static byte[] der(Scalars scalars) {
        ASN1EncodableVector numbers = new ASN1EncodableVector(2);
        numbers.add(new ASN1Integer(scalars.r()));
        numbers.add(new ASN1Integer(scalars.s()));
        try {
            return new DERSequence(numbers).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
