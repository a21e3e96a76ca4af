package org.assent.authorization.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import org.assent.ledger.signature.JavaEcKeys;
import org.assent.ledger.signature.PublicKey;

/** Ledger keys as JSON Web Keys (RFC 7517, RFC 7518 §6.2); a key's id is its thumbprint (RFC 7638). Pure. */
public final class LedgerJwk {

    private LedgerJwk() {}

    /**
     * The key as a public JWK for ES256, with its thumbprint as {@code kid}.
     *
     * @throws IllegalArgumentException if the point is not on the curve
     */
    public static ECKey of(PublicKey key) {
        try {
            return new ECKey.Builder(Curve.P_256, JavaEcKeys.toJava(key))
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint()
                    .build();
        } catch (JOSEException e) {
            throw new IllegalStateException("no thumbprint of a P-256 key", e);
        }
    }
}
