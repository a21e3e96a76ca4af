package org.assent.receipt;

import java.util.Optional;
import org.assent.decision.AccessDecision;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.StudyRef;

/**
 * What was decided about one study.
 *
 * @param study its name on the ledger
 * @param refusal why not; empty if it was permitted
 * @param policy URI of the policy that decided, 1 to 255 visible ASCII characters
 */
public record StudyDecision(StudyRef study, Optional<AccessDecision.Reason> refusal, String policy) {

    public StudyDecision {
        Checks.visibleAscii("policy", policy, 255);
        if (refusal.filter(AccessDecision.Reason.UNKNOWN_STUDY::equals).isPresent()) {
            throw new IllegalArgumentException("that there is no such study concerns no patient and has no receipt");
        }
    }

    /** Of a decision that was made. An {@link AccessDecision.Undecided} has no receipt: nothing was decided. */
    public static StudyDecision of(StudyRef study, AccessDecision decision) {
        return switch (decision) {
            case AccessDecision.Permit permit ->
                new StudyDecision(study, Optional.empty(), permit.basis().policy());
            case AccessDecision.Deny deny ->
                new StudyDecision(
                        study, Optional.of(deny.reason()), deny.basis().policy());
            case AccessDecision.Undecided undecided ->
                throw new IllegalArgumentException("what could not be decided has no receipt");
        };
    }

    /** Whether the study was permitted. */
    public boolean permitted() {
        return refusal.isEmpty();
    }
}
