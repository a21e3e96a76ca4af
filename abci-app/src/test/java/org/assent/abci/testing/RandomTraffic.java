package org.assent.abci.testing;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.assent.abci.model.ModelLedger;
import org.assent.abci.model.Verdict;
import org.assent.abci.rules.CheckedTransaction;
import org.assent.abci.rules.TransactionCheck;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.SignatureVerifier;

/**
 * Random blocks of a small network with all kinds of transactions: valid ones, almost valid ones, repeated ones and garbage; and
 * what the model of the rules says of each. The same seed gives the same blocks.
 */
public final class RandomTraffic {

    /** The validators that the chain begins with. */
    public static final List<ValidatorPower> VALIDATORS = List.of(
            validator(0, 10), validator(1, 10), validator(2, 10), validator(3, 10), validator(4, 7), validator(5, 1));

    private static final int REMEMBERED = 3_000;

    /**
     * A block and what must become of it.
     *
     * @param misbehaved validators of which it has evidence
     * @param verdicts one for each transaction
     */
    public record Block(
            long height,
            Instant time,
            List<ByteString> transactions,
            List<Bytes32> misbehaved,
            List<Verdict> verdicts,
            List<Optional<CheckedTransaction>> decoded) {

        /** The name of a transaction's kind. */
        public String kind(int index) {
            return decoded.get(index)
                    .map(checked -> checked.transaction().getClass().getSimpleName())
                    .orElse("(malformed)");
        }

        /** The codes that the block's results must have. */
        public List<Integer> codes() {
            return verdicts.stream().map(Verdict::number).toList();
        }
    }

    private final Random random;
    private final ModelLedger model;
    private final RandomTransactions transactions;
    private final TransactionCheck check;
    private final List<ByteString> sent = new ArrayList<>();
    private final int most;
    private Instant time = TestChain.GENESIS;
    private long height;

    /** At most so many transactions a block. */
    public RandomTraffic(Random random, SignatureVerifier verifier, int most) {
        this(random, verifier, most, UnaryOperator.identity());
    }

    /** The same with bodies that are changed before they are signed. */
    public RandomTraffic(Random random, SignatureVerifier verifier, int most, UnaryOperator<Bytes> mutation) {
        this.random = random;
        this.most = most;
        Map<Bytes32, Long> powers = new TreeMap<>();
        VALIDATORS.forEach(validator -> powers.put(validator.key(), validator.power()));
        this.model = new ModelLedger(
                Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(), 2, Limits.DEFAULT, powers);
        this.transactions = new RandomTransactions(random, model, mutation);
        this.check = new TransactionCheck(Hospital.CHAIN, verifier);
    }

    /** A validator of the tests. */
    public static Bytes32 validatorKey(int number) {
        return Keys.bytes("validator " + number);
    }

    private static ValidatorPower validator(int number, long power) {
        return new ValidatorPower(validatorKey(number), power, Optional.empty());
    }

    /** The model, after the last block. */
    public ModelLedger model() {
        return model;
    }

    /** The next block. */
    public Block next() {
        height++;
        time = time.plus(pause());
        List<Bytes32> misbehaved = random.nextInt(40) == 0 ? List.of(validatorKey(random.nextInt(8))) : List.of();
        model.begin(height, time, misbehaved);
        List<ByteString> block = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        List<Optional<CheckedTransaction>> decoded = new ArrayList<>();
        int count = height == 1 ? 0 : random.nextInt(most + 1);
        List<ByteString> first = height == 1 ? transactions.beginning(time) : List.of();
        for (int i = 0; i < first.size() + count; i++) {
            ByteString bytes = i < first.size() ? first.get(i) : transaction();
            Optional<CheckedTransaction> checked = check.check(bytes.toByteArray());
            block.add(bytes);
            decoded.add(checked);
            verdicts.add(model.apply(checked));
            remember(bytes);
        }
        return new Block(height, time, block, misbehaved, verdicts, decoded);
    }

    private void remember(ByteString bytes) {
        if (sent.size() < REMEMBERED) {
            sent.add(bytes);
        } else {
            sent.set(random.nextInt(REMEMBERED), bytes);
        }
    }

    /** Mostly a second or so; now and then past an expiry, a midnight, a recovery's delay, a proposal's end. */
    private Duration pause() {
        int kind = random.nextInt(100);
        Duration nanos = Duration.ofNanos(random.nextInt(1_000_000_000));
        if (kind < 10) {
            return Duration.ofMillis(random.nextInt(300));
        }
        if (kind < 86) {
            return nanos.plusSeconds(random.nextInt(3));
        }
        if (kind < 92) {
            return nanos.plusSeconds(300 + random.nextInt(400));
        }
        if (kind < 96) {
            Instant midnight = time.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
            return Duration.between(time, midnight).plusMillis(random.nextInt(3) - 1L);
        }
        return kind < 99
                ? Duration.ofDays(1 + random.nextInt(8)).plusMillis(random.nextInt(3) - 1L)
                : Duration.ofDays(31);
    }

    private ByteString transaction() {
        int kind = random.nextInt(50);
        if (kind == 0) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            return ByteString.copyFrom(garbage);
        }
        if (kind < 5) {
            return sent.get(random.nextInt(sent.size()));
        }
        if (kind == 5) {
            byte[] changed = sent.get(random.nextInt(sent.size())).toByteArray();
            if (changed.length > 0) {
                changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return ByteString.copyFrom(changed);
        }
        return transactions.next(height, time);
    }
}
