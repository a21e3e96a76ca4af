package org.assent.fhir.enforcement;

import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome;

/**
 * One thing that is wrong with a resource.
 *
 * @param path where, as a simple FHIRPath, e.g. {@code Consent.provision.actor[0].role}
 * @param code which kind of fault (R4 issue-type)
 * @param text what is wrong and what would be right; no patient data
 */
public record Issue(String path, OperationOutcome.IssueType code, String text) {

    /** A required element is not there. */
    public static Issue required(String path, String text) {
        return new Issue(path, OperationOutcome.IssueType.REQUIRED, text);
    }

    /** The content of an element is wrong. */
    public static Issue wrong(String path, String text) {
        return new Issue(path, OperationOutcome.IssueType.VALUE, text);
    }

    /** This server does not understand the element, and must not store what it does not understand. */
    public static Issue notUnderstood(String path, String text) {
        return new Issue(path, OperationOutcome.IssueType.NOTSUPPORTED, text);
    }

    /** The element breaks a rule of this server. */
    public static Issue rule(String path, String text) {
        return new Issue(path, OperationOutcome.IssueType.BUSINESSRULE, text);
    }

    /** All of them, as warnings of what was done nevertheless. */
    public static OperationOutcome warnings(List<Issue> issues) {
        OperationOutcome outcome = new OperationOutcome();
        issues.forEach(issue -> issue.addTo(outcome, OperationOutcome.IssueSeverity.WARNING));
        return outcome;
    }

    void addTo(OperationOutcome outcome) {
        addTo(outcome, OperationOutcome.IssueSeverity.ERROR);
    }

    private void addTo(OperationOutcome outcome, OperationOutcome.IssueSeverity severity) {
        outcome.addIssue()
                .setSeverity(severity)
                .setCode(code)
                .setDiagnostics(path + ": " + text)
                .addExpression(path);
    }
}
