package org.assent.receipt.chain;

import java.util.ArrayList;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Checks that a set of validators made a header final. Ed25519 by Bouncy Castle's lightweight classes, which no provider order
 * can exchange. Pure and thread-safe.
 */
public final class Votes {

    private Votes() {}

    /**
     * Checks that the header names the set as its own and that more than two thirds of the set's power signed it. Every vote
     * that is shown must hold; one bad vote is not outweighed by good ones.
     *
     * @throws NotProven otherwise
     */
    public static void check(Header header, Commit commit, ValidatorSet set) throws NotProven {
        if (!header.validatorsHash().equals(Bytes.of(set.hash().toByteArray()))) {
            throw new NotProven(
                    NotProven.Part.HEADER,
                    "the header of height " + header.height()
                            + " names other validators than those that are trusted at this height");
        }
        BlockId block = blockId(header, commit);
        long signed = 0;
        for (Commit.Vote vote : commit.votes()) {
            if (vote.validator() >= set.validators().size()) {
                throw new NotProven(NotProven.Part.COMMIT, "there is no validator " + vote.validator());
            }
            Validator validator = set.validators().get(vote.validator());
            if (!holds(header, commit, block, vote, validator)) {
                throw new NotProven(
                        NotProven.Part.COMMIT,
                        "the vote of validator " + vote.validator() + " for the block of height " + header.height()
                                + " is not signed by it");
            }
            signed += validator.power();
        }
        if (!set.decides(signed)) {
            throw new NotProven(
                    NotProven.Part.COMMIT,
                    "validators with a power of " + signed + " of " + set.power() + " voted for the block of height "
                            + header.height() + ", which is not more than two thirds");
        }
    }

    /**
     * The first votes that hold and suffice: what a receipt shows. A vote that CometBFT accepts and we do not is passed over.
     *
     * @throws NotProven if all that hold together do not suffice
     */
    public static Commit fewest(Header header, Commit commit, ValidatorSet set) throws NotProven {
        BlockId block = blockId(header, commit);
        List<Commit.Vote> taken = new ArrayList<>();
        long signed = 0;
        for (Commit.Vote vote : commit.votes()) {
            if (set.decides(signed) || vote.validator() >= set.validators().size()) {
                break;
            }
            Validator validator = set.validators().get(vote.validator());
            if (holds(header, commit, block, vote, validator)) {
                taken.add(vote);
                signed += validator.power();
            }
        }
        if (!set.decides(signed)) {
            throw new NotProven(NotProven.Part.COMMIT, "too few votes for the block of height " + header.height());
        }
        return new Commit(commit.round(), commit.parts(), taken);
    }

    private static BlockId blockId(Header header, Commit commit) {
        return new BlockId(Bytes.of(header.hash().toByteArray()), commit.parts());
    }

    private static boolean holds(Header header, Commit commit, BlockId block, Commit.Vote vote, Validator validator) {
        byte[] message = commit.signBytes(header, block, vote);
        return isSigned(validator.key().toByteArray(), vote.signature().toByteArray(), message);
    }

    /**
     * Ed25519 as docs/receipt-format.md §1 narrows it: key and R must be of prime order. Bouncy Castle alone takes some signatures
     * whose R has a part of small order and refuses others; of prime order, every way to check gives the same.
     *
     * @param key 32 bytes
     * @param signature 64 bytes
     */
    static boolean isSigned(byte[] key, byte[] signature, byte[] message) {
        if (!Ed25519.validatePublicKeyFull(key, 0) || !Ed25519.validatePublicKeyFull(signature, 0)) {
            return false;
        }
        Ed25519Signer verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(key));
        verifier.update(message, 0, message.length);
        return verifier.verifySignature(signature);
    }
}
