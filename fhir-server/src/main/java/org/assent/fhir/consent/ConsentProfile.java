package org.assent.fhir.consent;

import java.util.ArrayList;
import java.util.List;
import org.assent.fhir.enforcement.Issue;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Property;

/**
 * The form that the decision and IHE PCF ask of every Consent (PCF 3:5.8, Basic), as far as the resource alone shows it. Pure.
 *
 * <p>What is missing, what is forbidden and what this server does not understand is named by its path; a Consent with any
 * issue is stored nowhere.
 */
final class ConsentProfile {

    private ConsentProfile() {}

    /**
     * What is wrong with the form; empty if nothing is.
     *
     * @param validatePcf whether it needs what IHE PCF asks for beyond what FHIR R4 and the decision do
     */
    static List<Issue> check(Consent consent, boolean validatePcf) {
        List<Issue> issues = new ArrayList<>();
        modifiers(consent, "Consent", issues);
        if (consent.hasImplicitRules()) {
            issues.add(Issue.notUnderstood("Consent.implicitRules", "no implicit rules are known here"));
        }
        if (consent.getStatus() != Consent.ConsentState.ACTIVE) {
            issues.add(Issue.rule("Consent.status", "a consent is recorded when it is active; send it then"));
        }
        if (!CodedIn.has(consent.getScope(), CodedIn.SCOPE_SYSTEM, CodedIn.PATIENT_PRIVACY)) {
            issues.add(Issue.wrong(
                    "Consent.scope", "is " + CodedIn.PATIENT_PRIVACY + " of " + CodedIn.SCOPE_SYSTEM + " (IHE PCF)"));
        }
        required(consent.hasCategory(), "Consent.category", "at least one category, e.g. LOINC 59284-0", issues);
        required(consent.hasPatient(), "Consent.patient", "the patient whose permission it is", issues);
        required(
                consent.getPolicy().size() == 1 && consent.getPolicy().get(0).hasUri(),
                "Consent.policy.uri",
                "exactly one policy with its URI",
                issues);
        required(consent.hasProvision(), "Consent.provision", "what is permitted or denied", issues);
        if (validatePcf) {
            pcf(consent, issues);
        }
        return issues;
    }

    private static void pcf(Consent consent, List<Issue> issues) {
        required(consent.hasDateTime(), "Consent.dateTime", "when the policy was presented", issues);
        required(consent.hasPerformer(), "Consent.performer", "who agrees", issues);
        required(consent.hasSource(), "Consent.source[x]", "the evidence of the agreement", issues);
        if (consent.hasVerification()) {
            issues.add(Issue.notUnderstood(
                    "Consent.verification", "is not used (IHE PCF); evidence belongs into source[x]"));
        }
    }

    private static void required(boolean given, String path, String what, List<Issue> issues) {
        if (!given) {
            issues.add(Issue.required(path, what));
        }
    }

    /** A modifier extension changes the meaning of what it stands in; none is known here (R4 extensibility.html). */
    private static void modifiers(Base element, String path, List<Issue> issues) {
        for (Property child : element.children()) {
            List<Base> values = child.getValues();
            for (int i = 0; i < values.size(); i++) {
                String childPath = path + "." + child.getName() + (child.isList() ? "[" + i + "]" : "");
                if (child.getName().equals("modifierExtension")) {
                    issues.add(Issue.notUnderstood(childPath, "no modifier extension is understood here"));
                } else {
                    modifiers(values.get(i), childPath, issues);
                }
            }
        }
    }
}
