package org.assent.decision;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The rules of evaluation once more, as plainly as they can be written and sharing no code with the decision: what each
 * consent says is a word in a list, and the words are looked through in order.
 */
final class NaiveDecision {

    private static final Map<String, String> PARENT =
            Map.of("ETREAT", "TREAT", "ERTREAT", "ETREAT", "CLINTRCH", "HRESCH", "CLINTRCHPC", "CLINTRCH");
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|";
    private static final String LEVELS = "ULMNRV";

    private NaiveDecision() {}

    /** Empty for a permit, else why not. */
    static Optional<AccessDecision.Reason> decide(
            List<ConsentInForce> consents, Requester who, StudyFacts study, ImplicitPolicy policy, DecisionTime now) {
        List<PurposeOfUse> purposes = new ArrayList<>(who.purposes());
        purposes.sort(null);
        for (PurposeOfUse purpose : purposes) {
            String answer = answer(consents, who, purpose, study, policy, now);
            if (answer.equals("denied")) {
                return Optional.of(AccessDecision.Reason.DENIED_BY_CONSENT);
            }
            if (answer.equals("no permit")) {
                return Optional.of(AccessDecision.Reason.NO_PERMIT);
            }
        }
        return Optional.empty();
    }

    private static String answer(
            List<ConsentInForce> consents,
            Requester who,
            PurposeOfUse purpose,
            StudyFacts study,
            ImplicitPolicy policy,
            DecisionTime now) {
        List<String> said = new ArrayList<>();
        for (ConsentInForce consent : consents) {
            Rule root = consent.terms().root();
            if (matches(root, who, purpose, now)) {
                List<Rule> nested = consent.terms().exceptions().stream()
                        .filter(rule -> matches(rule, who, purpose, now))
                        .filter(rule -> isAbout(rule, study))
                        .toList();
                said.add(says(root, nested, study));
            }
        }
        boolean breakGlass = purpose.code().equals("BTG") && purpose.system().equals(PurposeOfUse.ACT_REASON);
        if (breakGlass && said.contains("permit naming BTG") && !said.contains("deny naming BTG")) {
            return "permitted";
        }
        if (said.contains("deny") || said.contains("deny naming BTG")) {
            return "denied";
        }
        if (said.contains("permit") || said.contains("permit naming BTG")) {
            return "permitted";
        }
        if (said.contains("not among")) {
            return "no permit";
        }
        return implicit(policy, purpose) ? "permitted" : "no permit";
    }

    private static String says(Rule root, List<Rule> nested, StudyFacts study) {
        boolean rootIsAbout = isAbout(root, study);
        if (nested.stream().anyMatch(rule -> rule.effect() == Effect.DENY)) {
            List<Rule> allAbout = new ArrayList<>(nested);
            if (rootIsAbout) {
                allAbout.add(root);
            }
            boolean named = allAbout.stream().anyMatch(rule -> rule.effect() == Effect.DENY && namesBtg(rule));
            return named ? "deny naming BTG" : "deny";
        }
        boolean nestedPermit = !nested.isEmpty();
        boolean nestedNamed = nested.stream().anyMatch(NaiveDecision::namesBtg);
        if (root.effect() == Effect.PERMIT) {
            if (!rootIsAbout && !nestedPermit) {
                return "not among";
            }
            return nestedNamed || (rootIsAbout && namesBtg(root)) ? "permit naming BTG" : "permit";
        }
        if (nestedPermit) {
            return nestedNamed ? "permit naming BTG" : "permit";
        }
        if (!rootIsAbout) {
            return "nothing";
        }
        return namesBtg(root) ? "deny naming BTG" : "deny";
    }

    private static boolean namesBtg(Rule rule) {
        return rule.purposes().stream()
                .anyMatch(purpose ->
                        purpose.code().equals("BTG") && purpose.system().equals(PurposeOfUse.ACT_REASON));
    }

    private static boolean implicit(ImplicitPolicy policy, PurposeOfUse purpose) {
        boolean ours = purpose.system().equals(PurposeOfUse.ACT_REASON);
        return switch (policy) {
            case DENY -> false;
            case BREAK_GLASS_ONLY -> ours && purpose.code().equals("BTG");
            case BASIC_NORMAL -> ours && Set.of("TREAT", "ETREAT", "ERTREAT").contains(purpose.code());
            case ALL_NORMAL -> !(ours && purpose.code().equals("BTG"));
        };
    }

    private static boolean matches(Rule rule, Requester who, PurposeOfUse purpose, DecisionTime now) {
        boolean actor = rule.actors().isEmpty();
        for (Actor named : rule.actors()) {
            if (named instanceof Actor.ByOrganization all && all.organization().equals(who.organization())) {
                actor = true;
            }
            if (named instanceof Actor.ByMember one
                    && one.organization().equals(who.organization())
                    && one.actor().equals(who.actor())) {
                actor = true;
            }
        }
        boolean use = rule.purposes().isEmpty();
        for (PurposeOfUse named : rule.purposes()) {
            if (named.system().equals(purpose.system())) {
                @Nullable String code = purpose.code();
                while (code != null) {
                    use |= code.equals(named.code());
                    code = named.system().equals(PurposeOfUse.ACT_REASON) ? PARENT.get(code) : null;
                }
            }
        }
        return actor && use && isIn(rule.period(), now.wall()) && isIn(rule.period(), now.block());
    }

    private static boolean isIn(Period period, Instant instant) {
        boolean begun = period.start().isEmpty() || period.start().get().compareTo(instant) <= 0;
        boolean notOver = period.end().isEmpty() || period.end().get().compareTo(instant) >= 0;
        return begun && notOver;
    }

    private static boolean isAbout(Rule rule, StudyFacts study) {
        DataSelection data = rule.data();
        boolean permit = rule.effect() == Effect.PERMIT;
        if (!data.studies().isEmpty() && !data.studies().contains(study.studyInstanceUid())) {
            return false;
        }
        if (!data.authors().isEmpty() && !data.authors().contains(study.author())) {
            return false;
        }
        if (data.period().isPresent()) {
            if (study.started().isEmpty() && permit) {
                return false;
            }
            if (study.started().isPresent()
                    && !isIn(data.period().get(), study.started().get())) {
                return false;
            }
        }
        if (!data.related().isEmpty() && permit) {
            return false;
        }
        return data.labels().isEmpty() || (permit ? labelsPermit(data, study) : labelsDeny(data, study));
    }

    private static boolean labelsPermit(DataSelection data, StudyFacts study) {
        Set<String> labels = study.labels().isEmpty() ? Set.of(CONFIDENTIALITY + "N") : study.labels();
        boolean ruleNamesALevel = data.labels().stream().anyMatch(label -> label.startsWith(CONFIDENTIALITY));
        boolean somethingCovered = false;
        for (String label : labels) {
            boolean covered = data.labels().contains(label);
            if (label.startsWith(CONFIDENTIALITY)) {
                for (String mark : data.labels()) {
                    if (mark.startsWith(CONFIDENTIALITY) && level(mark) >= level(label)) {
                        covered = true;
                    }
                }
                if (!covered && !ruleNamesALevel) {
                    continue; // the rule leaves confidentiality open, if it covers something else
                }
            }
            if (!covered) {
                return false;
            }
            somethingCovered = true;
        }
        return somethingCovered;
    }

    private static boolean labelsDeny(DataSelection data, StudyFacts study) {
        Set<String> labels = study.labels().isEmpty() ? Set.of(CONFIDENTIALITY + "N") : study.labels();
        for (String label : labels) {
            for (String named : data.labels()) {
                if (named.equals(label) || (named.startsWith(CONFIDENTIALITY) && label.startsWith(CONFIDENTIALITY))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int level(String label) {
        return LEVELS.indexOf(label.charAt(label.length() - 1));
    }
}
