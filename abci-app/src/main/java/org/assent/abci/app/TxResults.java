package org.assent.abci.app;

import java.util.Locale;
import java.util.regex.Pattern;
import org.assent.abci.wire.ExecTxResult;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.Transaction;

/**
 * Verdicts as the node wants them. Only the code is agreed (it is hashed into the next header); log and event are for people
 * and subscribers.
 */
final class TxResults {

    private static final Pattern WORD = Pattern.compile("(?<=.)([A-Z])");

    private TxResults() {}

    /** Code 0 or the reject code's number; an event that names the kind of transaction and its id. */
    static ExecTxResult of(BlockExecution.Verdict verdict) {
        ExecTxResult.Builder result = ExecTxResult.newBuilder();
        verdict.rejected().ifPresent(code -> result.setCode(code.number())
                .setCodespace(CheckTxAnswer.RULES)
                .setLog(code.name()));
        verdict.transaction()
                .ifPresent(transaction -> result.addEvents(TypedEvents.of(
                        kind(transaction.transaction()),
                        "transaction",
                        transaction.id().toHex(),
                        "outcome",
                        verdict.rejected().map(RejectCode::name).orElse("APPLIED"))));
        return result.build();
    }

    /** The kind in lower case with underscores: {@code close_consent}. */
    private static String kind(Transaction transaction) {
        return WORD.matcher(transaction.getClass().getSimpleName())
                .replaceAll("_$1")
                .toLowerCase(Locale.ROOT);
    }
}
