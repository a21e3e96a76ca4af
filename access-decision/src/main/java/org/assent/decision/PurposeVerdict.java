package org.assent.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.evaluation.ApplicableConsent;
import org.assent.decision.evaluation.ApplicableConsent.Outcome;
import org.assent.decision.evaluation.RuleContext;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.StudyFacts;

/**
 * The decision about one study for one purpose.
 *
 * @param reason why not; empty if it is permitted
 * @param policyUri the policy that decided
 * @param reliedOn the consents that decided; empty if the implicit policy did
 * @param explanation one sentence for each consent looked at, then one for the result
 */
record PurposeVerdict(
        Optional<AccessDecision.Reason> reason,
        String policyUri,
        List<ConsentInForce> reliedOn,
        List<String> explanation) {

    boolean permitted() {
        return reason.isEmpty();
    }

    static PurposeVerdict of(
            List<ConsentInForce> consents, RuleContext context, StudyFacts study, ImplicitPolicy policy) {
        List<String> explanation = new ArrayList<>();
        Map<ConsentInForce, Outcome> outcomes = new LinkedHashMap<>();
        for (ConsentInForce consent : consents) {
            Optional<Outcome> outcome =
                    ApplicableConsent.of(consent, context).map(applicable -> applicable.outcome(study));
            outcome.ifPresent(said -> outcomes.put(consent, said));
            explanation.add(Explanation.of(consent, outcome, context));
        }
        if (context.purpose().equals(PurposeOfUse.BTG)) {
            List<ConsentInForce> breakGlass = with(outcomes, Set.of(Outcome.PERMITTED_BY_BREAK_GLASS));
            if (!breakGlass.isEmpty() && !outcomes.containsValue(Outcome.DENIED_EVEN_BREAK_GLASS)) {
                return permit(breakGlass, explanation, "a rule for break-glass overrides the rest", context);
            }
        }
        List<ConsentInForce> denying = with(outcomes, Set.of(Outcome.DENIED, Outcome.DENIED_EVEN_BREAK_GLASS));
        if (!denying.isEmpty()) {
            return deny(
                    AccessDecision.Reason.DENIED_BY_CONSENT,
                    denying,
                    explanation,
                    "a consent denies, which overrides",
                    context);
        }
        List<ConsentInForce> permitting = with(outcomes, Set.of(Outcome.PERMITTED, Outcome.PERMITTED_BY_BREAK_GLASS));
        if (!permitting.isEmpty()) {
            return permit(permitting, explanation, "a consent permits and none denies", context);
        }
        List<ConsentInForce> narrowed = with(outcomes, Set.of(Outcome.NOT_AMONG_PERMITTED));
        if (!narrowed.isEmpty()) {
            return deny(
                    AccessDecision.Reason.NO_PERMIT,
                    narrowed,
                    explanation,
                    "consents permit other studies only",
                    context);
        }
        boolean permitted = policy.permits(context.purpose());
        explanation.add(
                Explanation.result(permitted, context, "no consent says anything, and the implicit policy decides"));
        return new PurposeVerdict(
                permitted ? Optional.empty() : Optional.of(AccessDecision.Reason.NO_PERMIT),
                policy.uri(),
                List.of(),
                explanation);
    }

    private static PurposeVerdict permit(
            List<ConsentInForce> by, List<String> explanation, String why, RuleContext context) {
        explanation.add(Explanation.result(true, context, why));
        return new PurposeVerdict(Optional.empty(), policyOf(by), by, explanation);
    }

    private static PurposeVerdict deny(
            AccessDecision.Reason reason,
            List<ConsentInForce> by,
            List<String> explanation,
            String why,
            RuleContext context) {
        explanation.add(Explanation.result(false, context, why));
        return new PurposeVerdict(Optional.of(reason), policyOf(by), by, explanation);
    }

    private static String policyOf(List<ConsentInForce> consents) {
        return consents.getFirst().terms().policy();
    }

    private static List<ConsentInForce> with(Map<ConsentInForce, Outcome> outcomes, Set<Outcome> wanted) {
        return outcomes.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
