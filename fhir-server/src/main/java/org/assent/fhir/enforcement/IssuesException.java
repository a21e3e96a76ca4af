package org.assent.fhir.enforcement;

import java.util.List;
import org.assent.authorization.problem.ProblemKind;

/** Ends a request whose resource has faults that are named one by one. */
public final class IssuesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final transient List<Issue> issues;

    /** With at least one issue. */
    public IssuesException(ProblemKind kind, List<Issue> issues) {
        super(kind + ": " + issues.size() + " issues");
        if (issues.isEmpty()) {
            throw new IllegalArgumentException("a refusal names at least one issue");
        }
        this.kind = kind;
        this.issues = List.copyOf(issues);
    }

    /** What kind of problem. */
    public ProblemKind kind() {
        return kind;
    }

    /** What is wrong. */
    public List<Issue> issues() {
        return issues;
    }
}
