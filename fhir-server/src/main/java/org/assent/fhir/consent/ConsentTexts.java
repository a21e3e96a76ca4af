package org.assent.fhir.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assent.fhir.enforcement.Issue;
import org.assent.fhir.enforcement.RequiredElements;
import org.assent.fhir.jpa.ResourceStore;
import org.hl7.fhir.r4.model.Consent;

/** What can be said of a Consent by its text: whether its form is right, what it compiles to, its canonical bytes. */
final class ConsentTexts {

    private final ConsentRules rules;
    private final ResourceStore store;
    private final RequiredElements required;
    private final ConsentCompiler compiler;
    private final CanonicalConsent canonical;
    private final Function<String, Names> namesOfPatient;

    /**
     * With the names that a Consent of a patient, by logical id, can use.
     */
    ConsentTexts(
            ConsentRules rules, ResourceStore store, ConsentCompiler compiler, Function<String, Names> namesOfPatient) {
        this.rules = rules;
        this.store = store;
        this.required = new RequiredElements(store.fhir());
        this.compiler = compiler;
        this.canonical = new CanonicalConsent(store.fhir());
        this.namesOfPatient = namesOfPatient;
    }

    /** What is wrong with its form. */
    List<Issue> issues(Consent consent) {
        List<Issue> issues = new ArrayList<>(ConsentProfile.check(consent, rules.validatePcf()));
        for (Issue missing : required.missing(consent)) {
            if (issues.stream().noneMatch(issue -> issue.path().equals(missing.path()))) {
                issues.add(missing);
            }
        }
        return issues;
    }

    /** What it says. */
    Compilation compile(Consent consent, String patientId) {
        return compiler.compile(consent, canonical.hash(consent), namesOfPatient.apply(patientId));
    }

    /** Canonical bytes and hashes. */
    CanonicalConsent canonical() {
        return canonical;
    }

    /** As JSON, for the registrar to keep. */
    String json(Consent consent) {
        return store.fhir().newJsonParser().encodeResourceToString(consent);
    }
}
