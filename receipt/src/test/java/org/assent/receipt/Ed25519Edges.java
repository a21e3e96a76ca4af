package org.assent.receipt;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.util.Arrays;

/**
 * Signatures on the edges of Ed25519, where implementations differ (Chalkias, Garillot, Nikolaenko: "Taming the many EdDSAs"), made
 * with arithmetic of our own that only says what RFC 8032 §5.1 says.
 */
final class Ed25519Edges {

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_1 =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
    private static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
    private static final Point BASE = withY(
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P));
    private static final Point ORDER_2 = new Point(BigInteger.ZERO, P.subtract(BigInteger.ONE));
    private static final Point ORDER_4 = withY(BigInteger.ZERO);
    private static final Point ORDER_8 =
            withY(new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16));

    private final ArrayNode cases = new ObjectMapper().createArrayNode();

    private Ed25519Edges() {}

    private record Point(BigInteger x, BigInteger y) {
        Point plus(Point other) {
            BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y);
            return new Point(
                    x.multiply(other.y)
                            .add(y.multiply(other.x))
                            .multiply(BigInteger.ONE.add(product).modInverse(P))
                            .mod(P),
                    y.multiply(other.y)
                            .add(x.multiply(other.x))
                            .multiply(BigInteger.ONE.subtract(product).modInverse(P))
                            .mod(P));
        }

        Point times(BigInteger factor) {
            Point result = NEUTRAL;
            for (int i = factor.bitLength() - 1; i >= 0; i--) {
                result = result.plus(result);
                result = factor.testBit(i) ? result.plus(this) : result;
            }
            return result;
        }

        byte[] encode() {
            return littleEndian(x.testBit(0) ? y.setBit(255) : y);
        }
    }

    /** The point with an even x. */
    private static Point withY(BigInteger y) {
        BigInteger square = y.multiply(y)
                .subtract(BigInteger.ONE)
                .multiply(D.multiply(y).multiply(y).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(square)) {
            x = x.multiply(ROOT_OF_MINUS_1).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(square)) {
            throw new IllegalArgumentException("no point has this y");
        }
        return new Point(x.testBit(0) ? P.subtract(x) : x, y);
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] big = number.toByteArray();
        byte[] little = new byte[32];
        for (int i = 0; i < Math.min(32, big.length); i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    private static BigInteger scalar(byte[] bytes) {
        return new BigInteger(1, Arrays.reverse(bytes)).mod(L);
    }

    private static BigInteger challenge(byte[] r, byte[] key, byte[] message) {
        try {
            return scalar(MessageDigest.getInstance("SHA-512").digest(Arrays.concatenate(r, key, message)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The file: cases with key, message and signature in hexadecimal digits, whether they count, and why. */
    static byte[] json() {
        Ed25519Edges edges = new Ed25519Edges();
        edges.all();
        return (edges.cases.toPrettyString().replace("\r", "") + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void all() {
        BigInteger secret = scalar(TestKeys.bytes("edge secret").toByteArray());
        BigInteger nonce = scalar(TestKeys.bytes("edge nonce").toByteArray());
        Point key = BASE.times(secret);
        Point r = BASE.times(nonce);
        byte[] message = "message 0".getBytes(StandardCharsets.UTF_8);
        BigInteger s = s(key.encode(), r.encode(), secret, nonce, message);
        add(key.encode(), message, r.encode(), s, true, "as RFC 8032 says");
        add(key.encode(), "another".getBytes(StandardCharsets.UTF_8), r.encode(), s, false, "another message");
        add(key.encode(), message, r.encode(), s.add(L), false, "S above the group order");
        for (int i = 0; i < 8; i++) {
            mixed(secret, nonce, ("message " + i).getBytes(StandardCharsets.UTF_8));
        }
        small(key, secret, message);
    }

    /** Points of prime order with a part of small order: the check with the cofactor takes all of these. */
    private void mixed(BigInteger secret, BigInteger nonce, byte[] message) {
        Point key = BASE.times(secret);
        Point r = BASE.times(nonce);
        int order = 2;
        for (Point part : new Point[] {ORDER_2, ORDER_4, ORDER_8}) {
            sign(key.encode(), r.plus(part).encode(), secret, nonce, message, "R has a part of order " + order);
            sign(key.plus(part).encode(), r.encode(), secret, nonce, message, "the key has a part of order " + order);
            order *= 2;
        }
    }

    private void small(Point key, BigInteger secret, byte[] message) {
        BigInteger zero = BigInteger.ZERO;
        byte[] beyond = littleEndian(P.add(BigInteger.ONE)); // y = p + 1 says 1 in another way
        sign(key.encode(), NEUTRAL.encode(), secret, zero, message, "R is the neutral point");
        sign(key.encode(), beyond, secret, zero, message, "R is encoded with a y above the prime");
        sign(NEUTRAL.encode(), NEUTRAL.encode(), zero, zero, message, "the key is the neutral point, and R too");
        sign(NEUTRAL.encode(), BASE.encode(), zero, BigInteger.ONE, message, "the key is the neutral point");
        sign(beyond, BASE.encode(), zero, BigInteger.ONE, message, "the key is encoded with a y above the prime");
        sign(
                littleEndian(BigInteger.ONE.setBit(255)),
                BASE.encode(),
                zero,
                BigInteger.ONE,
                message,
                "the key has a sign bit and x is 0");
        sign(ORDER_2.encode(), BASE.encode(), zero, BigInteger.ONE, message, "the key is of order 2");
        sign(ORDER_4.encode(), BASE.encode(), zero, BigInteger.ONE, message, "the key is of order 4");
        sign(ORDER_8.encode(), BASE.encode(), zero, BigInteger.ONE, message, "the key is of order 8");
        sign(littleEndian(BigInteger.TWO), BASE.encode(), zero, BigInteger.ONE, message, "the key is no point");
    }

    private void sign(byte[] key, byte[] r, BigInteger secret, BigInteger nonce, byte[] message, String what) {
        add(key, message, r, s(key, r, secret, nonce, message), false, what);
    }

    private static BigInteger s(byte[] key, byte[] r, BigInteger secret, BigInteger nonce, byte[] message) {
        return nonce.add(challenge(r, key, message).multiply(secret)).mod(L);
    }

    private void add(byte[] key, byte[] message, byte[] r, BigInteger s, boolean valid, String what) {
        HexFormat hex = HexFormat.of();
        ObjectNode one = cases.addObject();
        one.put("what", what)
                .put("key", hex.formatHex(key))
                .put("message", hex.formatHex(message))
                .put("signature", hex.formatHex(r) + hex.formatHex(littleEndian(s)))
                .put("valid", valid);
    }
}
