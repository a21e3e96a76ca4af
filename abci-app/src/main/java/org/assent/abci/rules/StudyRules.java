package org.assent.abci.rules;

import java.util.Optional;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.transaction.RegisterStudies;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.StudyRecord;

/** How a source registers, supersedes and withdraws its studies: all records of a transaction or none. */
final class StudyRules {

    private StudyRules() {}

    /**
     * Refuses, in this order: EXPIRED · BAD_SIGNATURE · UNKNOWN_SOURCE · BAD_SIGNATURE (no transaction key of the source
     * signed) · FOREIGN_STUDY (any record) · WRONG_REVISION (any record) · OVER_QUOTA.
     */
    static Outcome register(
            LedgerState state, RegisterStudies register, CheckedTransaction signed, BlockContext block) {
        if (signed.authentic() && shows(state, register)) {
            return new Outcome.AlreadyApplied();
        }
        if (Expiry.isOutside(register.expires(), block)) {
            return new Outcome.Rejected(RejectCode.EXPIRED);
        }
        if (!signed.authentic()) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        Optional<OrganizationLeaf> source =
                state.organization(register.source()).filter(leaf -> !leaf.suspended());
        if (source.isEmpty()) {
            return new Outcome.Rejected(RejectCode.UNKNOWN_SOURCE);
        }
        if (!OrganizationRules.hasSigned(source.get(), signed, block)) {
            return new Outcome.Rejected(RejectCode.BAD_SIGNATURE);
        }
        boolean wrongRevision = false;
        for (StudyRecord study : register.studies()) {
            Optional<StudyLeaf> known = state.study(study.study());
            if (known.isPresent() && !known.get().source().equals(register.source())) {
                return new Outcome.Rejected(RejectCode.FOREIGN_STUDY);
            }
            wrongRevision |= study.revision() != known.map(StudyLeaf::revision).orElse(0L) + 1;
        }
        if (wrongRevision) {
            return new Outcome.Rejected(RejectCode.WRONG_REVISION);
        }
        long cost = Quota.STUDY * register.studies().size();
        Optional<OrganizationLeaf> charged = Quota.charge(
                source.get(), cost, block.time(), state.governance().limits());
        if (charged.isEmpty()) {
            return new Outcome.Rejected(RejectCode.OVER_QUOTA);
        }
        LeafChanges changes = new LeafChanges().put(register.source(), charged.get());
        register.studies().forEach(study -> changes.put(study.study(), leaf(register, study)));
        return changes.applied();
    }

    private static boolean shows(LedgerState state, RegisterStudies register) {
        return register.studies().stream().allMatch(study -> state.study(study.study())
                .filter(leaf(register, study)::equals)
                .isPresent());
    }

    private static StudyLeaf leaf(RegisterStudies register, StudyRecord study) {
        return new StudyLeaf(register.source(), study.commitment(), study.revision(), study.withdrawn());
    }
}
