package org.assent.receipt.chain;

import java.util.Comparator;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.MerkleTree;
import org.assent.ledger.codec.Checks;

/**
 * Who votes on a block, in CometBFT's order: more power first, then the lower address.
 *
 * @param validators 1 to 1,000, each key once
 */
public record ValidatorSet(List<Validator> validators) {

    /** The most that a set may have. */
    public static final int MAX_VALIDATORS = 1_000;

    private static final Comparator<Validator> ORDER =
            Comparator.comparingLong(Validator::power).reversed().thenComparing(Validator::address);

    public ValidatorSet {
        Checks.size("validators", validators, 1, MAX_VALIDATORS);
        Checks.distinct(
                "keys of validators", validators.stream().map(Validator::key).toList());
        validators = List.copyOf(validators);
        if (!Checks.sorted(validators, ORDER).equals(validators)) {
            throw new IllegalArgumentException("validators must be sorted by power, then address");
        }
        long left = Validator.MAX_POWER;
        for (Validator validator : validators) {
            left -= validator.power();
            if (left < 0) {
                throw new IllegalArgumentException("the powers of validators come to too much");
            }
        }
    }

    /** The set of these, in any order. */
    public static ValidatorSet of(List<Validator> validators) {
        return new ValidatorSet(Checks.sorted(validators, ORDER));
    }

    /** What a header holds of it: the RFC 6962 root over the validators. */
    public Bytes32 hash() {
        return MerkleTree.root(validators.stream().map(Validator::encode).toList());
    }

    /** All power. */
    public long power() {
        return validators.stream().mapToLong(Validator::power).sum();
    }

    /** Whether a power is more than two thirds of all. */
    public boolean decides(long signed) {
        return 3 * signed > 2 * power(); // no overflow: powers come to less than 2^60
    }
}
