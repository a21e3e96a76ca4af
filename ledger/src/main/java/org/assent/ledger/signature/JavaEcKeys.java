package org.assent.ledger.signature;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.assent.ledger.bytes.Bytes32;
import org.bouncycastle.util.BigIntegers;

/** P-256 public keys as {@code java.security} has them, for TLS and for JSON Web Tokens; never used by consensus. */
public final class JavaEcKeys {

    private JavaEcKeys() {}

    /**
     * The key for {@code java.security}.
     *
     * @throws IllegalArgumentException if the key is not on the curve
     */
    public static ECPublicKey toJava(PublicKey key) {
        AffineCoordinates point = AffineCoordinates.of(key);
        ECPoint w = new ECPoint(
                new BigInteger(1, point.x().toByteArray()),
                new BigInteger(1, point.y().toByteArray()));
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            ECPublicKeySpec spec = new ECPublicKeySpec(w, parameters.getParameterSpec(ECParameterSpec.class));
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no P-256", e);
        }
    }

    /**
     * The key of {@code java.security} as the ledger has it.
     *
     * @throws IllegalArgumentException if it is not a key on P-256
     */
    public static PublicKey fromJava(ECPublicKey key) {
        if (!P256.N.equals(key.getParams().getOrder())) {
            throw new IllegalArgumentException("a key must be on P-256");
        }
        return new AffineCoordinates(
                        coordinate(key.getW().getAffineX()),
                        coordinate(key.getW().getAffineY()))
                .toPublicKey();
    }

    private static Bytes32 coordinate(BigInteger value) {
        return Bytes32.of(BigIntegers.asUnsignedByteArray(Bytes32.LENGTH, value));
    }
}
