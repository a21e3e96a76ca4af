package org.assent.ledger.client;

import java.time.Duration;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.transaction.SignedTransaction;

/**
 * Hands transactions to the ledger and says what became of them. Thread-safe. A resend of the same transaction is
 * harmless.
 */
public interface LedgerClient {

    /** The chain that transactions are signed for. */
    String chainId();

    /**
     * Submits and waits until the transaction is final, was refused, or the time is over. When the ledger is known to be
     * away nothing is submitted.
     */
    Submission submit(SignedTransaction transaction, Duration wait) throws InterruptedException;

    /** Waits for a transaction that was submitted before, without submitting it again. */
    Submission await(TransactionId transaction, Duration wait) throws InterruptedException;

    /** How the ledger is, as this site sees it. */
    LedgerHealth health();
}
