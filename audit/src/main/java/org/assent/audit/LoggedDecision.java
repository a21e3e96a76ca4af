package org.assent.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionBasis;
import org.assent.decision.ListedStudy;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;

/**
 * A decision as the log keeps it: the answer, why, and what it was made on. Holds no terms and no names.
 *
 * @param outcome the answer
 * @param reason constant name of {@link AccessDecision.Reason} or {@link AccessDecision.Cause}; empty for a permit
 * @param height ledger height that it was made at
 * @param decidedAt the site's clock then
 * @param subject whose data it is; empty if there is no such study
 * @param policy URI of the policy that decided
 * @param consents the consents relied on, in the order of the decision
 * @param closing consents that the site held as closed before the ledger did, if they changed the answer
 * @param listed what a listing decided about each study, at most {@value #MAX_LISTED} of them
 * @param explanation what was looked at, at most {@value #MAX_SENTENCES} sentences of {@value #MAX_SENTENCE} characters
 */
public record LoggedDecision(
        Outcome outcome,
        String reason,
        long height,
        Instant decidedAt,
        Optional<SubjectId> subject,
        String policy,
        List<ReliedConsent> consents,
        List<ConsentId> closing,
        List<ListedStudy> listed,
        List<String> explanation) {

    /** The most studies of a listing that are kept. */
    public static final int MAX_LISTED = 1_024;

    /** The most sentences of an explanation that are kept. */
    public static final int MAX_SENTENCES = 32;

    /** The most characters of one sentence that are kept. */
    public static final int MAX_SENTENCE = 300;

    /** The three answers. */
    public enum Outcome {
        PERMIT,
        DENY,
        UNDECIDED
    }

    /**
     * A consent that the decision relied on.
     *
     * @param reference FHIR reference at this site, {@code Consent/<id>}
     * @param consent its id on the ledger
     * @param sequence which revision
     */
    public record ReliedConsent(String reference, ConsentId consent, long sequence) {}

    public LoggedDecision {
        consents = List.copyOf(consents);
        closing = List.copyOf(closing);
        listed = listed.stream().limit(MAX_LISTED).toList();
        explanation = explanation.stream()
                .limit(MAX_SENTENCES)
                .map(sentence -> sentence.length() > MAX_SENTENCE ? sentence.substring(0, MAX_SENTENCE) : sentence)
                .toList();
    }

    /** What the log keeps of a decision. */
    public static LoggedDecision of(AccessDecision decision) {
        return switch (decision) {
            case AccessDecision.Permit permit -> of(Outcome.PERMIT, "", permit.basis());
            case AccessDecision.Deny deny -> of(Outcome.DENY, deny.reason().name(), deny.basis());
            case AccessDecision.Undecided undecided ->
                of(Outcome.UNDECIDED, undecided.cause().name(), undecided.basis());
        };
    }

    private static LoggedDecision of(Outcome outcome, String reason, DecisionBasis basis) {
        return new LoggedDecision(
                outcome,
                reason,
                basis.height(),
                basis.at(),
                basis.subject(),
                basis.policy(),
                basis.consents().stream().map(LoggedDecision::relied).toList(),
                basis.closing(),
                basis.listed(),
                basis.explanation());
    }

    private static ReliedConsent relied(ConsentInForce consent) {
        return new ReliedConsent(consent.reference(), consent.consent(), consent.sequence());
    }
}
