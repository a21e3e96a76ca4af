package org.assent.abci.rules;

import java.util.Set;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.transaction.Transaction;

/**
 * A decoded transaction and what its signatures are worth: everything about it that needs no state.
 *
 * @param id on this chain
 * @param transaction what is asked
 * @param signers the keys whose signatures verify
 * @param authentic whether every signature of the envelope verifies
 * @param held for a RecordConsent, whether the signature of {@code held} verifies; else false
 */
public record CheckedTransaction(
        TransactionId id, Transaction transaction, Set<PublicKey> signers, boolean authentic, boolean held) {

    public CheckedTransaction {
        signers = Set.copyOf(signers);
    }
}
