package org.assent.abci.rules;

import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RegisterOrganization;
import org.assent.ledger.transaction.RegisterStudies;

/**
 * The rules of the ledger: one state, one transaction, one block, one outcome. CheckTx and FinalizeBlock use this same
 * function.
 *
 * <p>Pure: reads the authenticated map and the block, no clock, no random source and no environment (ABCI 2.0,
 * Requirement 9). Every rule refuses in a fixed order; the order is part of consensus and tested. Common to all: a transaction
 * whose effect the leaf already shows is {@link Outcome.AlreadyApplied}, even when it has expired since; then
 * {@code EXPIRED}, then {@code BAD_SIGNATURE} if any signature of the envelope does not verify; then what each rule says.
 */
public final class ConsentLedger {

    private ConsentLedger() {}

    /** What becomes of the transaction; the state is only read. */
    public static Outcome apply(LedgerState state, CheckedTransaction signed, BlockContext block) {
        return switch (signed.transaction()) { // no default: a new transaction does not compile until it is handled
            case RegisterOrganization register -> OrganizationRules.register(state, register, signed, block);
            case EnrollSubject enroll -> EnrollmentRules.enroll(state, enroll, signed, block);
            case RegisterStudies register -> StudyRules.register(state, register, signed, block);
            case RecordConsent record -> ConsentRules.record(state, record, signed, block);
            case CloseConsent close -> ConsentRules.close(state, close, signed);
        };
    }
}
