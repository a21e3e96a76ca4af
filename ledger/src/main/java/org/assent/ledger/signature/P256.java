package org.assent.ledger.signature;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.math.ec.ECPoint;

/** The curve P-256 (SEC 2 §2.4.2, secp256r1) in Bouncy Castle's lightweight terms, chosen here and not by a provider. */
final class P256 {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");

    static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    /** The order of the group. */
    static final BigInteger N = DOMAIN.getN();

    /** The largest {@code s} that is accepted. */
    static final BigInteger HALF_N = N.shiftRight(1);

    private P256() {}

    /**
     * Decodes a compressed point.
     *
     * @throws IllegalArgumentException if x is not below the field's prime or no point of the curve has it
     */
    static ECPoint decode(PublicKey key) {
        return DOMAIN.getCurve().decodePoint(key.toByteArray());
    }

    static PublicKey encode(ECPoint point) {
        return PublicKey.p256(point.getEncoded(true));
    }
}
