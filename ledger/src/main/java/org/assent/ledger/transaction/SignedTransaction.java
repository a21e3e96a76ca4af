package org.assent.ledger.transaction;

import java.util.Comparator;
import java.util.List;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.TransactionId;

/**
 * The envelope: the canonical body of a transaction and the signatures over its TransactionId.
 *
 * @param body canonical bytes of the transaction ({@link TransactionCodec}), 1 to {@value #MAX_LENGTH}
 * @param signatures 1 to {@value #MAX_SIGNATURES}, sorted by key, each key once
 */
public record SignedTransaction(Bytes body, List<KeySignature> signatures) {

    /** The most bytes that an envelope, and so a body, may have. */
    public static final int MAX_LENGTH = 128 * 1024;

    /** The most signatures that an envelope may carry. */
    public static final int MAX_SIGNATURES = 16;

    public SignedTransaction {
        Checks.range("length of a body", body.length(), 1, MAX_LENGTH);
        Checks.size("signatures", signatures, 1, MAX_SIGNATURES);
        Checks.distinct(
                "signing keys", signatures.stream().map(KeySignature::key).toList());
        signatures = Checks.sorted(signatures, Comparator.comparing(KeySignature::key));
    }

    /** The id on a chain, which is what the signatures cover. */
    public TransactionId id(String chainId) {
        return TransactionId.of(chainId, body);
    }
}
