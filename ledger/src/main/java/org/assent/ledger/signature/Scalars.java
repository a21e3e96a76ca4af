package org.assent.ledger.signature;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * The two numbers of a signature that may be verified at all: {@code 1 ≤ r < n} and {@code 1 ≤ s ≤ n/2}, so that nobody can make
 * a second valid signature of one that he saw. The same for every verifier.
 */
public record Scalars(BigInteger r, BigInteger s) {

    /** Empty if one is out of its range. */
    public static Optional<Scalars> of(Signature signature) {
        byte[] bytes = signature.toByteArray();
        BigInteger r = new BigInteger(1, Arrays.copyOfRange(bytes, 0, 32));
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64));
        boolean inRange = r.signum() > 0 && r.compareTo(P256.N) < 0 && s.signum() > 0 && s.compareTo(P256.HALF_N) <= 0;
        return inRange ? Optional.of(new Scalars(r, s)) : Optional.empty();
    }
}
