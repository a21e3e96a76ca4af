package org.assent.decision;

import java.util.Optional;
import org.assent.decision.evaluation.ApplicableConsent.Outcome;
import org.assent.decision.evaluation.RuleContext;

/** Sentences about a decision, for the patient and the auditor. They name consents by reference, and nobody else. */
final class Explanation {

    private Explanation() {}

    static String of(ConsentInForce consent, Optional<Outcome> outcome, RuleContext context) {
        return consent.reference() + " (revision " + consent.sequence() + ") "
                + outcome.map(Explanation::said)
                        .orElseGet(() ->
                                notApplicable(context.match(consent.terms().root())))
                + ".";
    }

    static String result(boolean permitted, RuleContext context, String why) {
        return (permitted ? "Permitted" : "Denied") + " for "
                + context.purpose().code() + ": " + why + ".";
    }

    private static String said(Outcome outcome) {
        return switch (outcome) {
            case PERMITTED -> "permits the study";
            case PERMITTED_BY_BREAK_GLASS -> "permits the study by a rule for break-glass";
            case DENIED -> "denies the study";
            case DENIED_EVEN_BREAK_GLASS -> "denies the study by a rule that names break-glass";
            case NOT_AMONG_PERMITTED -> "applies and permits other studies only";
            case SILENT -> "applies and is about other studies";
        };
    }

    private static String notApplicable(RuleContext.Match match) {
        return switch (match) {
            case MATCHES -> "applies";
            case OTHER_ACTOR -> "does not apply: it is about other recipients";
            case OTHER_PURPOSE -> "does not apply: it is about other purposes";
            case OUT_OF_PERIOD -> "does not apply: its period has not begun or is over";
        };
    }
}
