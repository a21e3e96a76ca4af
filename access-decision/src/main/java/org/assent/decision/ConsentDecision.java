package org.assent.decision;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assent.decision.evaluation.ApplicableConsent;
import org.assent.decision.evaluation.RuleContext;
import org.assent.decision.evaluation.StudyCondition;
import org.assent.decision.evaluation.StudyCondition.Studies;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;

/**
 * The policy decision: consents in force, request, implicit policy and time to permit or deny, with an explanation.
 *
 * <p>Pure: reads no clock, no store and no configuration; the order of the consents does not matter. Deny overrides; a
 * consent that does not apply says nothing; if none says anything the implicit policy decides; rules that name break-glass
 * override denies that do not, for the purpose BTG only. A request for several purposes is permitted if it is permitted for
 * each. Fail-closed where facts are missing. Follows the evaluation of a Consent's provisions in FHIR R4 Consent and IHE
 * PCF 1:53.4.
 */
public final class ConsentDecision {

    private ConsentDecision() {}

    /**
     * Decides about one study.
     *
     * @param consents all of the subject's open consents with their content, in any order
     * @param requester who asks, and why
     * @param study what is asked for
     * @param operation what for; consents do not distinguish, but for {@link Operation#TOKEN} the basis lists all consents
     *     that apply to the requester, else those that were decisive for the study
     * @return a {@link AccessDecision.Permit} or a {@link AccessDecision.Deny}, never an Undecided
     */
    public static AccessDecision decide(
            List<ConsentInForce> consents,
            Requester requester,
            StudyFacts study,
            Operation operation,
            DecisionContext context) {
        List<ConsentInForce> ordered = ordered(consents);
        List<PurposeVerdict> verdicts = purposes(requester)
                .map(purpose -> PurposeVerdict.of(
                        ordered, new RuleContext(requester, purpose, context.time()), study, context.policy()))
                .toList();
        PurposeVerdict decisive = verdicts.stream()
                .min(Comparator.comparing(PurposeVerdict::permitted))
                .orElseThrow(() -> new IllegalStateException("a request without a purpose"));
        List<ConsentInForce> listed =
                switch (operation) {
                    case TOKEN -> applicable(ordered, requester, context.time());
                    case SEARCH, METADATA, RETRIEVE, RENDER -> decisive.reliedOn();
                };
        DecisionBasis basis = new DecisionBasis(
                context.height(),
                context.time().wall(),
                context.subject(),
                decisive.policyUri(),
                listed,
                verdicts.stream()
                        .flatMap(verdict -> verdict.explanation().stream())
                        .toList());
        return decisive.reason()
                .<AccessDecision>map(reason -> new AccessDecision.Deny(reason, basis))
                .orElseGet(() -> new AccessDecision.Permit(basis));
    }

    /** Decides about all studies of the subject at once: exactly those that {@link #decide} permits. */
    public static PermittedData permitted(List<ConsentInForce> consents, Requester requester, DecisionContext context) {
        return PermittedData.of(condition(consents, requester, context));
    }

    /**
     * What a token says to other parties' enforcement points of the data that flows ({@code ihe_pcf.residual}).
     *
     * @return empty if everything flows; see {@link Residual}
     */
    public static List<Residual> residuals(
            List<ConsentInForce> consents, Requester requester, DecisionContext context) {
        return Residual.of(condition(consents, requester, context));
    }

    /**
     * Until when a decision on these consents cannot change by the passing of time alone: the next beginning or end of a
     * period in them; empty for ever. A token lives no longer.
     */
    public static Optional<Instant> holdsUntil(List<ConsentInForce> consents, DecisionTime time) {
        return consents.stream()
                .map(ConsentInForce::terms)
                .flatMap(ConsentDecision::rules)
                .map(Rule::period)
                .flatMap(ConsentDecision::bounds)
                .filter(bound -> !bound.isBefore(time.earlier()))
                .min(Comparator.naturalOrder());
    }

    private static StudyCondition condition(
            List<ConsentInForce> consents, Requester requester, DecisionContext context) {
        return purposes(requester)
                .map(purpose ->
                        condition(consents, new RuleContext(requester, purpose, context.time()), context.policy()))
                .reduce(Studies.ALL, StudyCondition::and);
    }

    private static StudyCondition condition(List<ConsentInForce> consents, RuleContext context, ImplicitPolicy policy) {
        List<ApplicableConsent> applicable = ordered(consents).stream()
                .flatMap(consent -> ApplicableConsent.of(consent, context).stream())
                .toList();
        StudyCondition permitted = union(applicable.stream().map(ApplicableConsent::permitted));
        boolean implicitMayDecide = applicable.stream().noneMatch(ApplicableConsent::saysOfAllData);
        if (implicitMayDecide && policy.permits(context.purpose())) {
            permitted = Studies.ALL;
        }
        permitted = permitted.except(union(applicable.stream().map(ApplicableConsent::denied)));
        if (!context.purpose().equals(PurposeOfUse.BTG)) {
            return permitted;
        }
        return union(applicable.stream().map(ApplicableConsent::permittedByBreakGlass))
                .except(union(applicable.stream().map(ApplicableConsent::deniedEvenBreakGlass)))
                .or(permitted);
    }

    private static StudyCondition union(Stream<StudyCondition> conditions) {
        return conditions.reduce(Studies.NONE, StudyCondition::or);
    }

    private static List<ConsentInForce> applicable(
            List<ConsentInForce> consents, Requester requester, DecisionTime time) {
        return consents.stream()
                .filter(consent -> purposes(requester)
                        .anyMatch(purpose -> ApplicableConsent.of(consent, new RuleContext(requester, purpose, time))
                                .isPresent()))
                .toList();
    }

    private static List<ConsentInForce> ordered(List<ConsentInForce> consents) {
        return consents.stream()
                .sorted(Comparator.comparing(ConsentInForce::consent))
                .toList();
    }

    private static Stream<PurposeOfUse> purposes(Requester requester) {
        return requester.purposes().stream().sorted();
    }

    private static Stream<Rule> rules(ConsentTerms terms) {
        return Stream.concat(Stream.of(terms.root()), terms.exceptions().stream());
    }

    private static Stream<Instant> bounds(Period period) {
        return Stream.concat(period.start().stream(), period.end().stream());
    }
}
