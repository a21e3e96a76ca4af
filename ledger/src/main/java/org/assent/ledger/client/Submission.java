package org.assent.ledger.client;

import java.time.Duration;
import java.time.Instant;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.transaction.RejectCode;

/** What is known of a submitted transaction. */
public sealed interface Submission {

    /** It is in a block and took effect. */
    record Final(TransactionId transaction, long height, Instant blockTime) implements Submission {}

    /** The ledger refused it, at the door or in a block; nothing changed. */
    record Rejected(TransactionId transaction, RejectCode code) implements Submission {}

    /** It was taken but is not in a block yet; it may still happen until it expires. */
    record Pending(TransactionId transaction) implements Submission {}

    /** The ledger has too much to do; nothing was submitted. */
    record Busy(Duration retryAfter) implements Submission {}

    /** The node cannot be reached or has no consensus; nothing was submitted. */
    record Away(String reason) implements Submission {}
}
