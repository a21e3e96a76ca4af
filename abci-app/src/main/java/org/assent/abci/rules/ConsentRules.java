package org.assent.abci.rules;

import java.util.Optional;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.Erasure;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.ledger.transaction.CloseConsent;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.RejectCode;

/**
 * How consents are opened, replaced and closed, and by whom: an authority equal to or higher than the one that recorded a
 * consent may replace or close it, a lower one never. Guardians record a consent together, as many as it takes; one of them is
 * enough to close it.
 */
final class ConsentRules {

    private ConsentRules() {}

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE · UNKNOWN_SUBJECT · ERASED · NOT_ENTITLED · WRONG_SEQUENCE ·
     * TOO_MANY_CONSENTS · ALREADY_CLOSED · UNKNOWN_SOURCE (suspended) · NOT_HELD · OVER_QUOTA ·
     * SUBJECT_OVER_QUOTA.
     */
    static Outcome record(LedgerState state, RecordConsent record, CheckedTransaction signed, BlockContext block) {
        Optional<Subject> found = state.subject(record.subject(), block.time());
        if (signed.authentic()
                && found.filter(subject -> shows(subject, record)).isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutside(record.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        if (found.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_SUBJECT);
        }
        Subject subject = found.get();
        if (subject.leaf().erasure() != Erasure.NONE) {
            return new Outcome.Rejected(RejectCode.ERASED);
        }
        Optional<OpenConsent> open = subject.consent(record.consent());
        Optional<Authority> authority = Authorities.recording(subject.leaf(), signed);
        if (authority.isEmpty() || !mayChange(authority.get(), open)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        if (record.sequence() != subject.leaf().sequence() + 1) {
            return new Outcome.Rejected(RejectCode.WRONG_SEQUENCE);
        }
        if (open.isEmpty() && subject.consents().size() >= SubjectLeaf.MAX_CONSENTS) {
            return new Outcome.Rejected(RejectCode.TOO_MANY_CONSENTS);
        }
        if (state.isClosed(record.subject(), record.consent())) {
            return new Outcome.Rejected(RejectCode.ALREADY_CLOSED);
        }
        Optional<OrganizationLeaf> source =
                state.organization(subject.leaf().source()).filter(leaf -> !leaf.suspended());
        if (source.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_SOURCE);
        }
        if (!signed.held() || !isServiceKey(source.get(), record, block)) {
            return new Outcome.Rejected(RejectCode.NOT_HELD);
        }
        Optional<OrganizationLeaf> charged = Quota.charge(
                source.get(), Quota.UNIT, block.time(), state.governance().limits());
        if (charged.isEmpty()) {
            return new Outcome.Rejected(RejectCode.OVER_QUOTA);
        }
        if (subject.leaf()
                .recorded()
                .isSpentAt(block.time(), state.governance().limits().consentsPerDay())) {
            return new Outcome.Rejected(RejectCode.SUBJECT_OVER_QUOTA);
        }
        OpenConsent entry = new OpenConsent(record.consent(), record.sequence(), record.commitment(), authority.get());
        return new LeafChanges()
                .put(subject.leaf().source(), charged.get())
                .put(record.subject(), subject.recorded(entry, block.time()))
                .applied();
    }

    /**
     * Refuses, in this order: BAD_SIGNATURE · UNKNOWN_SUBJECT · NOT_ENTITLED · NOTHING_TO_CLOSE. An erased subject has nothing
     * open any more. Never for a counter, a
     * quota, an expiry, missing content, or the source's state: a restriction always lands.
     */
    static Outcome close(LedgerState state, CloseConsent close, CheckedTransaction signed, BlockContext block) {
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        Optional<Subject> found = state.subject(close.subject(), block.time());
        if (found.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_SUBJECT);
        }
        Subject subject = found.get();
        if (subject.leaf().erasure() == Erasure.DONE) {
            return new Outcome.AlreadyApplied();
        }
        Optional<OpenConsent> open = subject.consent(close.consent());
        Optional<Authority> authority = Authorities.closing(subject.leaf(), signed);
        if (authority.isEmpty() || !mayChange(authority.get(), open)) {
            return new Outcome.Rejected(RejectCode.NOT_ENTITLED);
        }
        if (open.isEmpty()) {
            return state.isClosed(close.subject(), close.consent())
                    ? new Outcome.AlreadyApplied()
                    : new Outcome.Rejected(RejectCode.NOTHING_TO_CLOSE);
        }
        return new LeafChanges()
                .put(close.subject(), subject.closed(close.consent()))
                .close(close.subject(), close.consent())
                .applied();
    }

    private static boolean shows(Subject subject, RecordConsent record) {
        return subject.consent(record.consent())
                .filter(entry -> entry.sequence() == record.sequence()
                        && entry.commitment().equals(record.commitment()))
                .isPresent();
    }

    private static boolean mayChange(Authority authority, Optional<OpenConsent> open) {
        return open.isEmpty() || authority.compareTo(open.get().authority()) >= 0;
    }

    private static boolean isServiceKey(OrganizationLeaf source, RecordConsent record, BlockContext block) {
        return source.keys(OrganizationKey.Role.SERVICE, block.height())
                .contains(record.held().key());
    }
}
