package org.assent.fhir.enforcement;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.assent.audit.AccessLogUnavailableException;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever ended a request into an OperationOutcome that tells a person what was wrong and nothing about this
 * program: the one place for FHIR where errors are rendered.
 *
 * <p>A stale {@code If-Match} is 412, where HAPI answers 409 (R4 http.html#concurrency).
 */
@Interceptor
public final class Faults {

    private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
    private static final Pattern HAPI_NUMBER = Pattern.compile("HAPI-\\d+: ");
    private static final Pattern INSIDE = Pattern.compile("(java|ca\\.uhn|org\\.[a-z]+)\\.[a-zA-Z.]+|Exception");
    private static final int MOST_CHARACTERS = 600;

    /** Called by HAPI before it renders an exception. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException render(
            @Nullable RequestDetails request, Throwable outer, HttpServletRequest http, HttpServletResponse response) {
        Throwable thrown = unwrapped(outer);
        List<Issue> issues = issues(thrown);
        Problem problem = problem(thrown, http);
        if (problem.kind().status() >= 500) {
            LOG.warn("request {} ended with {}", RequestContext.requestId(http), problem.kind(), thrown);
        }
        if (problem.kind() == ProblemKind.TOO_LARGE) {
            response.setHeader("Connection", "close"); // the rest of the body is not read
        }
        problem.retryAfter().ifPresent(wait -> response.setHeader("Retry-After", Long.toString(wait.toSeconds())));
        return new FhirFault(problem.kind().status(), problem.detail(), outcome(problem, issues));
    }

    /** HAPI wraps what a handler throws. */
    private static Throwable unwrapped(Throwable outer) {
        for (Throwable thrown = outer; thrown != null; thrown = thrown.getCause()) {
            if (thrown instanceof ProblemException
                    || thrown instanceof IssuesException
                    || thrown instanceof AccessLogUnavailableException
                    || thrown instanceof DataFormatException) {
                return thrown;
            }
        }
        return outer;
    }

    private static List<Issue> issues(Throwable thrown) {
        return thrown instanceof IssuesException found ? found.issues() : List.of();
    }

    private static Problem problem(Throwable thrown, HttpServletRequest http) {
        return switch (thrown) {
            case ProblemException ours -> ours.problem();
            case IssuesException found -> Problem.of(found.kind(), found.kind().title());
            case AccessLogUnavailableException full ->
                new Problem(
                        ProblemKind.UNAVAILABLE,
                        "The access log cannot be written, so nothing is disclosed.",
                        Optional.of(Duration.ofSeconds(30)));
            case ResourceVersionConflictException conflict ->
                http.getHeader("If-Match") != null
                        ? Problem.of(
                                ProblemKind.PRECONDITION_FAILED,
                                "The version in If-Match is not the current one; read the resource and try again.")
                        : Problem.of(ProblemKind.CONFLICT, "The resource was changed at the same time; try again.");
            case ResourceGoneException gone -> Problem.of(ProblemKind.NOT_FOUND, ProblemKind.NOT_FOUND.title() + ".");
            case BaseServerResponseException hapi -> Problem.of(kind(hapi), text(hapi));
            case DataFormatException format -> Problem.of(ProblemKind.BAD_REQUEST, text(format));
            default -> Problem.of(ProblemKind.INTERNAL, "Something went wrong at this site; the request id names it.");
        };
    }

    private static ProblemKind kind(BaseServerResponseException hapi) {
        int status = hapi.getStatusCode();
        for (ProblemKind kind : ProblemKind.values()) {
            if (kind.status() == status) {
                return kind;
            }
        }
        return status == 501 || (status >= 400 && status < 500) ? ProblemKind.BAD_REQUEST : ProblemKind.INTERNAL;
    }

    private static String text(Exception thrown) {
        String message = thrown.getMessage() == null ? "" : thrown.getMessage();
        String clean = HAPI_NUMBER.matcher(message).replaceAll("");
        if (clean.isBlank() || INSIDE.matcher(clean).find()) {
            return thrown instanceof BaseServerResponseException hapi
                    ? kind(hapi).title()
                    : "The content is not FHIR R4.";
        }
        return clean.length() > MOST_CHARACTERS ? clean.substring(0, MOST_CHARACTERS) : clean;
    }

    private static OperationOutcome outcome(Problem problem, List<Issue> issues) {
        OperationOutcome outcome = new OperationOutcome();
        if (issues.isEmpty()) {
            outcome.addIssue()
                    .setSeverity(OperationOutcome.IssueSeverity.ERROR)
                    .setCode(OperationOutcome.IssueType.fromCode(problem.kind().issueCode()))
                    .setDiagnostics(problem.detail());
        }
        issues.forEach(issue -> issue.addTo(outcome));
        return outcome;
    }

    /** An answer that is rendered as it is. */
    private static final class FhirFault extends BaseServerResponseException {
        private static final long serialVersionUID = 1L;

        FhirFault(int status, String message, OperationOutcome outcome) {
            super(status, message);
            setOperationOutcome(outcome);
        }
    }
}
