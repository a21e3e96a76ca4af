package org.assent.ledger.signature;

import java.util.function.Function;
import org.assent.ledger.cache.RecentlyUsed;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/**
 * Keys as a verifier wants them, the least recently used forgotten first. With Bouncy Castle a key that signs again is verified
 * in less than half of the time, since the multiples of a point stay with the point. Thread-safe; saves time only.
 *
 * @param <K> what the verifier makes of a point
 */
public final class KeptKeys<K> {

    /** With Bouncy Castle's multiples about 4 KB each: 16 MB. */
    private static final int MOST = 4_096;

    private final Function<ECPoint, K> making;
    private final RecentlyUsed<PublicKey, K> kept = new RecentlyUsed<>(MOST);

    /** @param making of a point that is on the curve */
    public KeptKeys(Function<ECPoint, K> making) {
        this.making = making;
    }

    /** Null for bytes that are not a point of the curve in its canonical form. */
    public @Nullable K of(PublicKey key) {
        K known = kept.get(key);
        if (known != null) {
            return known;
        }
        ECPoint point;
        try {
            point = P256.decode(key);
        } catch (IllegalArgumentException e) {
            return null; // not on the curve, or x not below the field's prime
        }
        K made = making.apply(point);
        kept.put(key, made);
        return made;
    }
}
