package org.assent.fhir.consent;

import java.util.List;
import org.assent.authorization.problem.ProblemKind;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.Issue;
import org.assent.fhir.enforcement.IssuesException;
import org.hl7.fhir.r4.model.Consent;

/** Everything that a Consent must be before it is submitted, or tried: of right form, by and about whom it may be, understood. */
final class ConsentChecks {

    private final ConsentTexts texts;
    private final ConsentParties parties;

    ConsentChecks(ConsentTexts texts, ConsentParties parties) {
        this.texts = texts;
        this.parties = parties;
    }

    /**
     * Checks form and parties, and takes off what only this server says.
     *
     * @return logical id of the local Patient
     * @throws IssuesException 422 with what is wrong
     */
    String check(Consent body) {
        ConsentStanding.clear(body);
        Visibility.strip(body);
        List<Issue> issues = texts.issues(body);
        if (!issues.isEmpty()) {
            throw new IssuesException(ProblemKind.UNPROCESSABLE, issues);
        }
        return parties.check(body);
    }

    /**
     * What a checked Consent says.
     *
     * @throws IssuesException 422 with what is not understood
     */
    Compilation.Compiled compile(Consent checked, String patient) {
        return switch (texts.compile(checked, patient)) {
            case Compilation.Compiled understood -> understood;
            case Compilation.NotUnderstood issues ->
                throw new IssuesException(ProblemKind.UNPROCESSABLE, issues.issues());
        };
    }
}
