package org.assent.site.accesslog;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.audit.cumulative.ProofCodec;
import org.assent.audit.cumulative.SubjectProof;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Role;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.authorization.scope.Interaction;
import org.assent.ledger.identity.SubjectId;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /access-log/patients/{patient}/proof} and {@code GET /access-log/subjects/{subject}/proof}: all that the access
 * log has of a patient, provably all. For the privacy officer, who reads the access log anyway; a token needs the scope to
 * read AuditEvents. The second is for patients of other sites, by their pseudonym; nobody having been looked at by that name
 * is an answer too, so it does not tell who exists.
 *
 * <p>{@code GET /access-log/headers/{height}} is the header from which a proof is checked: that of the height after its anchor's,
 * with the votes for it.
 *
 * <p>The query {@code shown=2,4} shows those entries only, and of the others the chain. 404 for a Patient that is not there or
 * has no pseudonym; 503 while there is no anchor that can be proven.
 */
public final class AccessProofServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Where it is. */
    public static final String PATH = "/access-log";

    private static final String PATIENT = PATH + "/patients/{patient}/proof";
    private static final String SUBJECT = PATH + "/subjects/{subject}/proof";
    private static final String HEADER = PATH + "/headers/{height}";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Pattern HEIGHT = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int MOST_SHOWN = 1_000;
    private static final int MOST_ASKED = 80;

    private final transient AccessProofs proofs;
    private final transient AccessLog log;

    /** With the log in which the reading itself is noted. */
    public AccessProofServlet(AccessProofs proofs, AccessLog log) {
        this.proofs = proofs;
        this.log = log;
    }

    /** The routes. */
    public List<Route> routes() {
        Guard guard = new Guard.Decision(Set.of(Role.PRIVACY_OFFICER), false);
        return List.of(
                new Route(Set.of("GET"), PATIENT, guard),
                new Route(Set.of("GET"), SUBJECT, guard),
                new Route(Set.of("GET"), HEADER, guard));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!RequestContext.scopes(request).permits("AuditEvent", Interaction.READ)) {
            throw new ProblemException(ProblemKind.INSUFFICIENT_SCOPE, "This needs the scope to read AuditEvents.");
        }
        String height = RequestContext.route(request).variables().get("height");
        write(response, height != null ? header(height) : provenFor(request));
    }

    private byte[] provenFor(HttpServletRequest request) {
        LongPredicate shown = shown(request.getParameter("shown"));
        Optional<SubjectId> subject = subject(request);
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.RECORD_READ,
                subject.isPresent(),
                RequestContext.principal(request).actor(),
                Map.of("resource", "access-log-proof", "of", asked(request))));
        if (subject.isEmpty()) {
            throw notFound();
        }
        return ProofCodec.encode(proof(subject.get(), shown));
    }

    private byte[] header(String height) {
        if (!HEIGHT.matcher(height).matches()) {
            throw notFound();
        }
        return asked(() -> proofs.header(Long.parseLong(height)))
                .orElseThrow(AccessProofServlet::notFound)
                .encode()
                .toByteArray();
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemKind.NOT_FOUND, ProblemKind.NOT_FOUND.title() + ".");
    }

    private static void write(HttpServletResponse response, byte[] document) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }

    private Optional<SubjectId> subject(HttpServletRequest request) {
        Map<String, String> variables = RequestContext.route(request).variables();
        String patient = variables.get("patient");
        if (patient != null) {
            return proofs.subjectOf(patient);
        }
        try {
            return Optional.of(SubjectId.fromHex(RequestContext.route(request).variable("subject")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whom it was asked for, by the opaque id in the path. */
    private static String asked(HttpServletRequest request) {
        Map<String, String> variables = RequestContext.route(request).variables();
        String asked = variables.containsKey("patient")
                ? "Patient/" + variables.get("patient")
                : "subject " + variables.get("subject");
        return asked.length() > MOST_ASKED ? asked.substring(0, MOST_ASKED) : asked;
    }

    private SubjectProof proof(SubjectId subject, LongPredicate shown) {
        return asked(() -> proofs.of(subject, shown)).orElseThrow(AccessProofServlet::notYet);
    }

    private interface Asking<T> {
        T ask() throws IOException, InterruptedException;
    }

    private static <T> T asked(Asking<T> asking) {
        try {
            return asking.ask();
        } catch (IOException e) {
            throw notYet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notYet();
        }
    }

    private static ProblemException notYet() {
        return new ProblemException(new Problem(
                ProblemKind.UNAVAILABLE,
                "The newest anchor of the access log cannot be proven at this moment; ask again.",
                Optional.of(RETRY_AFTER)));
    }

    private static LongPredicate shown(@Nullable String list) {
        if (list == null) {
            return n -> true;
        }
        Set<Long> numbers = new HashSet<>();
        for (String number : list.split(",", -1)) {
            if (!number.matches("[0-9]{1,18}") || numbers.size() >= MOST_SHOWN) {
                throw new ProblemException(
                        ProblemKind.BAD_REQUEST, "shown is up to " + MOST_SHOWN + " numbers with commas between.");
            }
            numbers.add(Long.valueOf(number));
        }
        return numbers::contains;
    }
}
