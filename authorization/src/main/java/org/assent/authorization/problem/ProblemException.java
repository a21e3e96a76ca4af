package org.assent.authorization.problem;

/** Ends a request with a problem; turned into a response at the edge, in one place a protocol. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    /** Ends the request with the problem. */
    public ProblemException(Problem problem) {
        super(problem.kind() + ": " + problem.detail());
        this.problem = problem;
    }

    /** Ends the request with a problem of the kind. */
    public ProblemException(ProblemKind kind, String detail) {
        this(Problem.of(kind, detail));
    }

    /** What to tell the client. */
    public Problem problem() {
        return problem;
    }
}
