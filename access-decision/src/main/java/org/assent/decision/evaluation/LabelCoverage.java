package org.assent.decision.evaluation;

import java.util.List;
import java.util.Set;
import org.assent.decision.terms.Effect;

/**
 * Which data a rule's security labels select (PCF Advanced, FHIR R4 Consent {@code provision.securityLabel}).
 *
 * <p>A confidentiality code of a permit is a high-water mark: it covers that code and lower ones. To be permitted by
 * labels, every label of the data must be covered, so that data marked as sensitive never flows under a permit for normal
 * data. To be denied, one is enough, and a confidentiality code of a deny covers every confidentiality. Other labels cover
 * their equals. Labels are {@code system|code}; data without any is N. Pure.
 */
final class LabelCoverage {

    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|";

    /** Low to high. */
    private static final List<String> LEVELS = List.of("U", "L", "M", "N", "R", "V");

    private static final Set<String> UNLABELLED = Set.of(CONFIDENTIALITY + "N");

    private LabelCoverage() {}

    static boolean covers(Set<String> ofRule, Effect effect, Set<String> given) {
        Set<String> ofData = given.isEmpty() ? UNLABELLED : given;
        return switch (effect) {
            case PERMIT ->
                ofData.stream().allMatch(data -> ofRule.stream().anyMatch(rule -> permits(rule, data)))
                        || permitsSensitivityOnly(ofRule, ofData);
            case DENY -> ofData.stream().anyMatch(data -> ofRule.stream().anyMatch(rule -> denies(rule, data)));
        };
    }

    /** A permit that names no confidentiality covers data by its other labels, if it names all of those. */
    private static boolean permitsSensitivityOnly(Set<String> ofRule, Set<String> ofData) {
        List<String> sensitive =
                ofData.stream().filter(label -> !isConfidentiality(label)).toList();
        return ofRule.stream().noneMatch(LabelCoverage::isConfidentiality)
                && !sensitive.isEmpty()
                && ofRule.containsAll(sensitive);
    }

    private static boolean permits(String rule, String data) {
        if (rule.equals(data)) {
            return true;
        }
        if (!isConfidentiality(rule) || !isConfidentiality(data)) {
            return false;
        }
        int mark = level(rule);
        int has = level(data);
        return mark >= 0 && has >= 0 && has <= mark;
    }

    private static boolean denies(String rule, String data) {
        return rule.equals(data) || (isConfidentiality(rule) && isConfidentiality(data));
    }

    private static boolean isConfidentiality(String label) {
        return label.startsWith(CONFIDENTIALITY);
    }

    private static int level(String label) {
        return LEVELS.indexOf(label.substring(CONFIDENTIALITY.length()));
    }
}
