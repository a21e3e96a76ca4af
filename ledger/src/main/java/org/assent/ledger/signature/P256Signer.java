package org.assent.ledger.signature;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.assent.ledger.bytes.Bytes32;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * Signs with a P-256 private key that is held in memory.
 *
 * <p>Deterministic: the nonce comes from key and message (RFC 6979 §3.2 with SHA-256), so a poor random source cannot give
 * the key away, and equal messages give equal signatures. {@code s} is at most n/2. Thread-safe. The text form shows the
 * public key only.
 */
public final class P256Signer implements Signer {

    private final BigInteger scalar;
    private final PublicKey publicKey;

    private P256Signer(BigInteger scalar) {
        if (scalar.signum() <= 0 || scalar.compareTo(P256.N) >= 0) {
            throw new IllegalArgumentException("a P-256 private key is a number from 1 to n - 1");
        }
        this.scalar = scalar;
        this.publicKey = P256.encode(new FixedPointCombMultiplier()
                .multiply(P256.DOMAIN.getG(), scalar)
                .normalize());
    }

    /** A fresh key. */
    public static P256Signer generate(SecureRandom random) {
        return new P256Signer(BigIntegers.createRandomInRange(BigInteger.ONE, P256.N.subtract(BigInteger.ONE), random));
    }

    /**
     * The key with the given private number.
     *
     * @param scalar big endian; a value of 32 bytes that somebody else derived or kept
     * @throws IllegalArgumentException if it is 0 or not below the order of the group
     */
    public static P256Signer ofScalar(Bytes32 scalar) {
        return new P256Signer(new BigInteger(1, scalar.toByteArray()));
    }

    /**
     * Reads an unencrypted PKCS#8 PrivateKeyInfo (RFC 5208 §5) with an ECPrivateKey (RFC 5915 §3) on P-256, as this class,
     * the JDK and OpenSSL write it.
     *
     * @throws IllegalArgumentException if it is anything else; the message holds nothing of the key
     */
    public static P256Signer fromPkcs8(byte[] der) {
        try {
            PrivateKeyInfo info = PrivateKeyInfo.getInstance(der);
            AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
            if (!X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
                    || !SECObjectIdentifiers.secp256r1.equals(algorithm.getParameters())) {
                throw new IllegalArgumentException("a private key must be one on the named curve P-256");
            }
            return new P256Signer(
                    ECPrivateKey.getInstance(info.parsePrivateKey()).getKey());
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("a private key must be PKCS#8 of an EC key on P-256");
        }
    }

    /** The key as unencrypted PKCS#8 (RFC 5208 §5): secret, to be encrypted by whoever keeps it. */
    public byte[] toPkcs8() {
        AlgorithmIdentifier algorithm =
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1);
        try {
            return new PrivateKeyInfo(algorithm, new ECPrivateKey(P256.N.bitLength(), scalar)).getEncoded("DER");
        } catch (IOException e) {
            throw new IllegalStateException("could not encode a private key", e);
        }
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public Signature sign(Bytes32 messageHash) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(scalar, P256.DOMAIN));
        BigInteger[] rs = signer.generateSignature(messageHash.toByteArray());
        BigInteger s = rs[1].compareTo(P256.HALF_N) > 0 ? P256.N.subtract(rs[1]) : rs[1];
        byte[] bytes = new byte[Signature.LENGTH];
        BigIntegers.asUnsignedByteArray(rs[0], bytes, 0, 32);
        BigIntegers.asUnsignedByteArray(s, bytes, 32, 32);
        return Signature.of(bytes);
    }

    /** The public key only. */
    @Override
    public String toString() {
        return "signer of " + publicKey;
    }
}
