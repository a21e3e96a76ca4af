package org.assent.ledger.signature;

import java.math.BigInteger;
import java.util.Arrays;
import org.assent.ledger.bytes.Bytes32;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The verifier of consensus: ECDSA over P-256 (FIPS 186-5 §6.4.2) by Bouncy Castle's lightweight classes, which no
 * provider order or system property can exchange.
 *
 * <p>Besides the equation: the key is on the curve and canonical, {@code 1 ≤ r < n} and {@code 1 ≤ s ≤ n/2}, so that
 * nobody can make a second valid signature of one that he saw. Thread-safe and pure; never throws.
 */
public final class BouncyCastleVerifier implements SignatureVerifier {

    @Override
    public boolean verifies(PublicKey key, Bytes32 messageHash, Signature signature) {
        byte[] bytes = signature.toByteArray();
        BigInteger r = new BigInteger(1, Arrays.copyOfRange(bytes, 0, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64));
        if (r.signum() == 0 || r.compareTo(P256.N) >= 0 || s.signum() == 0 || s.compareTo(P256.HALF_N) > 0) {
            return false;
        }
        ECPoint point;
        try {
            point = P256.decode(key);
        } catch (IllegalArgumentException e) {
            return false; // not on the curve, or x not below the field's prime
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(point, P256.DOMAIN));
        return verifier.verifySignature(messageHash.toByteArray(), r, s);
    }
}
