package org.assent.abci.app;

import org.assent.abci.wire.Event;
import org.assent.abci.wire.EventAttribute;
import org.assent.abci.wire.ExecTxResult;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.Transaction;

/**
 * Verdicts as the node wants them. Only the code is agreed (it is hashed into the next header); log and event are for people
 * and subscribers.
 */
final class TxResults {

    private TxResults() {}

    /** Code 0 or the reject code's number; an event that names the kind of transaction and its id. */
    static ExecTxResult of(BlockExecution.Verdict verdict) {
        ExecTxResult.Builder result = ExecTxResult.newBuilder();
        verdict.rejected().ifPresent(code -> result.setCode(code.number())
                .setCodespace(CheckTxAnswer.RULES)
                .setLog(code.name()));
        verdict.transaction()
                .ifPresent(transaction -> result.addEvents(Event.newBuilder()
                        .setType(kind(transaction.transaction()))
                        .addAttributes(attribute("transaction", transaction.id().toHex()))
                        .addAttributes(attribute(
                                "outcome",
                                verdict.rejected().map(RejectCode::name).orElse("APPLIED")))));
        return result.build();
    }

    private static String kind(Transaction transaction) {
        return switch (transaction) {
            case RegisterOrganization register -> "assent.register_organization";
            case EnrollSubject enroll -> "assent.enroll_subject";
            case RegisterStudies register -> "assent.register_studies";
            case RecordConsent record -> "assent.record_consent";
            case CloseConsent close -> "assent.close_consent";
        };
    }

    private static EventAttribute attribute(String key, String value) {
        return EventAttribute.newBuilder()
                .setKey(key)
                .setValue(value)
                .setIndex(true)
                .build();
    }
}
