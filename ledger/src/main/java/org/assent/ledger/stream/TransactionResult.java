package org.assent.ledger.stream;

import java.util.Optional;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.transaction.RejectCode;

/**
 * What became of a transaction in a block.
 *
 * @param transaction which one
 * @param rejected why it was refused; empty if it took effect or had taken effect before
 */
public record TransactionResult(TransactionId transaction, Optional<RejectCode> rejected) {}
