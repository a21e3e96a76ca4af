package org.assent.abci.rules;

import java.util.Optional;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.transaction.EnrollSubject;
import org.assent.ledger.transaction.RejectCode;

/** How a patient's pseudonym is opened at a source. */
final class EnrollmentRules {

    private EnrollmentRules() {}

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE (also the subject key's missing) · EXISTS · UNKNOWN_SOURCE ·
     * BAD_SIGNATURE (no transaction key of the source signed) · OVER_QUOTA.
     */
    static Outcome enroll(LedgerState state, EnrollSubject enroll, CheckedTransaction signed, BlockContext block) {
        SubjectId id = SubjectId.of(enroll.firstKey());
        Optional<Subject> present = state.subject(id, block.time());
        if (signed.authentic()
                && present.filter(subject -> shows(subject, enroll)).isPresent()) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutside(enroll.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic() || !signed.signers().contains(enroll.firstKey())) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        if (present.isPresent()) {
            return new Outcome.Rejected(RejectCode.EXISTS);
        }
        Optional<OrganizationLeaf> source = state.organization(enroll.source()).filter(leaf -> !leaf.suspended());
        if (source.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_SOURCE);
        }
        if (!OrganizationRules.hasSigned(source.get(), signed, block)) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        Optional<OrganizationLeaf> charged = Quota.charge(
                source.get(), Quota.UNIT, block.time(), state.governance().limits());
        if (charged.isEmpty()) {
            return new Outcome.Rejected(RejectCode.OVER_QUOTA);
        }
        SubjectKey firstKey = new SubjectKey(enroll.firstKey(), authority(enroll.custody()));
        return new LeafChanges()
                .put(enroll.source(), charged.get())
                .put(id, Subject.enrolled(enroll.source(), firstKey, enroll.custody()))
                .applied();
    }

    private static boolean shows(Subject subject, EnrollSubject enroll) {
        return subject.leaf().source().equals(enroll.source())
                && subject.leaf().authorityCounter() == 0
                && subject.leaf().custody() == enroll.custody();
    }

    private static Authority authority(CustodyMode custody) {
        return switch (custody) {
            case CUSTODIAN -> Authority.CUSTODIAN;
            case SELF -> Authority.SELF;
        };
    }
}
