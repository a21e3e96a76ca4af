package org.assent.ledger.signature;

import java.math.BigInteger;
import org.assent.ledger.bytes.Bytes32;
import org.bouncycastle.math.ec.ECPoint;

/**
 * A P-256 public key as two coordinates: {@code x} and {@code y} of a JSON Web Key (RFC 7518 §6.2.1, before base64url).
 *
 * @param x big endian
 * @param y big endian
 */
public record AffineCoordinates(Bytes32 x, Bytes32 y) {

    /**
     * The coordinates of a key.
     *
     * @throws IllegalArgumentException if the key is not on the curve
     */
    public static AffineCoordinates of(PublicKey key) {
        ECPoint point = P256.decode(key);
        return new AffineCoordinates(
                Bytes32.of(point.getAffineXCoord().getEncoded()),
                Bytes32.of(point.getAffineYCoord().getEncoded()));
    }

    /**
     * The key with these coordinates.
     *
     * @throws IllegalArgumentException if they are not a point of the curve
     */
    public PublicKey toPublicKey() {
        ECPoint point = P256.DOMAIN
                .getCurve()
                .validatePoint(new BigInteger(1, x.toByteArray()), new BigInteger(1, y.toByteArray()));
        return P256.encode(point);
    }
}
