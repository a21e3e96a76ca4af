package org.assent.ledger.signature;

import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * The verifier of consensus: ECDSA over P-256 (FIPS 186-5 §6.4.2) by Bouncy Castle's lightweight classes, which no
 * provider order or system property can exchange.
 *
 * <p>Besides the equation: the key is on the curve and canonical, and {@link Scalars} are in their range. Thread-safe; never
 * throws. Keys that sign often are kept decoded, which changes no result.
 */
public final class BouncyCastleVerifier implements SignatureVerifier {

    private final KeptKeys<ECPublicKeyParameters> keys =
            new KeptKeys<>(point -> new ECPublicKeyParameters(point, P256.DOMAIN));

    @Override
    public boolean verifies(PublicKey key, Bytes32 messageHash, Signature signature) {
        Optional<Scalars> scalars = Scalars.of(signature);
        if (scalars.isEmpty()) {
            return false;
        }
        ECPublicKeyParameters decoded = keys.of(key);
        if (decoded == null) {
            return false;
        }
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, decoded);
        return verifier.verifySignature(
                messageHash.toByteArray(), scalars.get().r(), scalars.get().s());
    }
}
