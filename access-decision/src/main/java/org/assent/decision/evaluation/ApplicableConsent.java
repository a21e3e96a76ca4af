package org.assent.decision.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assent.decision.ConsentInForce;
import org.assent.decision.evaluation.StudyCondition.Studies;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Rule;

/**
 * A consent whose root matches the context, and those of its exceptions that do.
 *
 * <p>An exception overrides the root for its data; among exceptions about the same data, deny wins. A root permit that is
 * narrowed by data says "not permitted" of everything else; a root deny that is narrowed says nothing of it.
 *
 * @param consent which one
 * @param root its base rule, which matches the context
 * @param exceptions those that match the context
 */
public record ApplicableConsent(ConsentInForce consent, Rule root, List<Rule> exceptions) {

    /** What a consent says of one study. */
    public enum Outcome {
        /** It is permitted. */
        PERMITTED,
        /** It is permitted by a rule that names BTG. */
        PERMITTED_BY_BREAK_GLASS,
        /** It is denied. */
        DENIED,
        /** It is denied by a rule that names BTG. */
        DENIED_EVEN_BREAK_GLASS,
        /** The consent permits other data only. */
        NOT_AMONG_PERMITTED,
        /** The consent is about other data. */
        SILENT
    }

    public ApplicableConsent {
        exceptions = List.copyOf(exceptions);
    }

    /** The consent as it applies in the context; empty if its root does not match, for then it says nothing. */
    public static Optional<ApplicableConsent> of(ConsentInForce consent, RuleContext context) {
        Rule root = consent.terms().root();
        if (context.match(root) != RuleContext.Match.MATCHES) {
            return Optional.empty();
        }
        List<Rule> exceptions = consent.terms().exceptions().stream()
                .filter(rule -> context.match(rule) == RuleContext.Match.MATCHES)
                .toList();
        return Optional.of(new ApplicableConsent(consent, root, exceptions));
    }

    /** What it says of the study. */
    public Outcome outcome(StudyFacts study) {
        List<Rule> about = exceptions.stream()
                .filter(rule -> SelectionCoverage.covers(rule.data(), rule.effect(), study))
                .toList();
        List<Rule> denies =
                about.stream().filter(rule -> rule.effect() == Effect.DENY).toList();
        List<Rule> permits =
                about.stream().filter(rule -> rule.effect() == Effect.PERMIT).toList();
        boolean byRoot = SelectionCoverage.covers(root.data(), root.effect(), study);
        if (!denies.isEmpty()) {
            boolean rootNamesToo = root.effect() == Effect.DENY && byRoot && namesBreakGlass(root);
            return denied(rootNamesToo || denies.stream().anyMatch(ApplicableConsent::namesBreakGlass));
        }
        return switch (root.effect()) {
            case PERMIT -> {
                if (permits.isEmpty() && !byRoot) {
                    yield Outcome.NOT_AMONG_PERMITTED;
                }
                yield permitted(permits.stream().anyMatch(ApplicableConsent::namesBreakGlass)
                        || (byRoot && namesBreakGlass(root)));
            }
            case DENY -> {
                if (!permits.isEmpty()) {
                    yield permitted(permits.stream().anyMatch(ApplicableConsent::namesBreakGlass));
                }
                yield byRoot ? denied(namesBreakGlass(root)) : Outcome.SILENT;
            }
        };
    }

    /** Whether the root permits, so that the consent says of all data whether it is permitted. */
    public boolean saysOfAllData() {
        return root.effect() == Effect.PERMIT;
    }

    /** What its permitting rules are about, before what it denies is taken away. */
    public StudyCondition permitted() {
        return permittedBy(rule -> true);
    }

    /** What it permits by rules that name BTG, without what its exceptions deny. */
    public StudyCondition permittedByBreakGlass() {
        return permittedBy(ApplicableConsent::namesBreakGlass).except(selections(Effect.DENY, rule -> true));
    }

    /** What it denies. */
    public StudyCondition denied() {
        StudyCondition byRoot = root.effect() == Effect.DENY
                ? selected(root).except(selections(Effect.PERMIT, rule -> true))
                : Studies.NONE;
        return byRoot.or(selections(Effect.DENY, rule -> true));
    }

    /** What it denies where one of the denying rules names BTG. */
    public StudyCondition deniedEvenBreakGlass() {
        StudyCondition overridden =
                selections(Effect.PERMIT, rule -> true).except(selections(Effect.DENY, rule -> true));
        StudyCondition byRoot = root.effect() == Effect.DENY && namesBreakGlass(root)
                ? selected(root).except(overridden)
                : Studies.NONE;
        return byRoot.or(selections(Effect.DENY, ApplicableConsent::namesBreakGlass));
    }

    private StudyCondition permittedBy(Predicate<Rule> which) {
        StudyCondition byRoot = root.effect() == Effect.PERMIT && which.test(root) ? selected(root) : Studies.NONE;
        return byRoot.or(selections(Effect.PERMIT, which));
    }

    private StudyCondition selections(Effect effect, Predicate<Rule> which) {
        return exceptions.stream()
                .filter(rule -> rule.effect() == effect)
                .filter(which)
                .map(ApplicableConsent::selected)
                .reduce(Studies.NONE, StudyCondition::or);
    }

    private static StudyCondition selected(Rule rule) {
        return StudyCondition.selected(rule.data(), rule.effect());
    }

    private static boolean namesBreakGlass(Rule rule) {
        return rule.purposes().contains(PurposeOfUse.BTG);
    }

    private static Outcome permitted(boolean byBreakGlass) {
        return byBreakGlass ? Outcome.PERMITTED_BY_BREAK_GLASS : Outcome.PERMITTED;
    }

    private static Outcome denied(boolean evenBreakGlass) {
        return evenBreakGlass ? Outcome.DENIED_EVEN_BREAK_GLASS : Outcome.DENIED;
    }
}
