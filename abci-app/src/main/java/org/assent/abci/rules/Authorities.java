package org.assent.abci.rules;

import java.util.Comparator;
import java.util.Optional;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.Guardianship;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.state.SubjectLeaf;

/** In whose right the signers of a transaction act for a subject. */
final class Authorities {

    private Authorities() {}

    /** The rank in which consents are recorded: guardians count only if as many signed as it takes. */
    static Optional<Authority> recording(SubjectLeaf subject, CheckedTransaction signed) {
        return subject.keys().stream()
                .filter(key -> signed.signers().contains(key.key()))
                .map(SubjectKey::authority)
                .filter(authority -> authority != Authority.GUARDIAN || enoughGuardianKeys(subject, signed))
                .max(Comparator.naturalOrder());
    }

    /** The rank in which consents are closed: one guardian is enough to take a permission away. */
    static Optional<Authority> closing(SubjectLeaf subject, CheckedTransaction signed) {
        return subject.keys().stream()
                .filter(key -> signed.signers().contains(key.key()))
                .map(SubjectKey::authority)
                .max(Comparator.naturalOrder());
    }

    /** Whether the subject key signed: the patient's, or the custodian's while it keeps it. */
    static boolean subjectKeySigned(SubjectLeaf subject, CheckedTransaction signed) {
        return subject.keys(subject.ownRank()).stream().anyMatch(signed.signers()::contains);
    }

    /**
     * Whether the subject's guardians signed, as many as it takes.
     *
     * @param source the subject's source, which is the guardian unless the subject chose others
     */
    static boolean guardiansSigned(
            SubjectLeaf subject, Optional<OrganizationLeaf> source, CheckedTransaction signed, BlockContext block) {
        return switch (subject.guardianship().policy()) {
            case SOURCE ->
                source.filter(leaf -> OrganizationRules.hasSigned(leaf, signed, block))
                        .isPresent();
            case KEYS -> enoughGuardianKeys(subject, signed);
            case NONE -> false;
        };
    }

    /** The rank of the guardians: that of the custodian while the source is both. */
    static Authority guardianRank(SubjectLeaf subject) {
        return subject.guardianship().policy() == Guardianship.Policy.SOURCE && subject.ownRank() == Authority.CUSTODIAN
                ? Authority.CUSTODIAN
                : Authority.GUARDIAN;
    }

    private static boolean enoughGuardianKeys(SubjectLeaf subject, CheckedTransaction signed) {
        long guardians = subject.keys(Authority.GUARDIAN).stream()
                .filter(signed.signers()::contains)
                .count();
        return subject.guardianship().policy() == Guardianship.Policy.KEYS
                && guardians >= subject.guardianship().threshold();
    }
}
