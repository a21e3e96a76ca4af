package org.assent.site.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.limit.RateLimit;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.custody.restriction.HandedRestrictions;
import org.assent.custody.restriction.HandingOutcome;
import org.assent.ledger.transaction.RejectCode;
import org.assent.ledger.transaction.SignedTransaction;

/**
 * {@code POST /ledger/restrictions}: takes a restriction of the ledger (CloseConsent, FreezeSubject, VetoRecovery), signed by an
 * authority of the subject; the body is its envelope, {@code application/octet-stream}. Open to everybody: the signature is the
 * right. 200 when it is on the ledger, 202 while it is not; with 202 and {@code binds-here} it binds at this site already.
 */
public final class RestrictionServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final int TOO_MANY = 429;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_LARGE = 413;

    private final transient HandedRestrictions restrictions;
    private final transient RateLimit limit;

    public RestrictionServlet(HandedRestrictions restrictions, Clock clock) {
        this.restrictions = restrictions;
        this.limit = new RateLimit(20, Duration.ofSeconds(1), clock);
    }

    /** The route. */
    public List<Route> routes() {
        return List.of(new Route(Set.of("POST"), "/ledger/restrictions", new Guard.Open()));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] envelope = request.getInputStream().readNBytes(SignedTransaction.MAX_LENGTH + 1);
        if (envelope.length > SignedTransaction.MAX_LENGTH) {
            answer(response, TOO_LARGE, Map.of("status", "too-large", "most", SignedTransaction.MAX_LENGTH));
            return;
        }
        Optional<Duration> later = limit.take(askedBy(request, envelope));
        if (later.isPresent()) {
            response.setHeader("Retry-After", Long.toString(1 + later.get().toSeconds()));
            answer(response, TOO_MANY, Map.of("status", "too-many"));
            return;
        }
        try {
            answer(response, restrictions.hand(envelope, WAIT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unavailable(response, "stopping");
        }
    }

    /** Whoever names a key of a subject has a bucket of its own: patients behind one address do not wait for strangers there. */
    private String askedBy(HttpServletRequest request, byte[] envelope) {
        return request.getRemoteAddr()
                + restrictions.claimed(envelope).map(subject -> " " + subject).orElse("");
    }

    private static void answer(HttpServletResponse response, HandingOutcome outcome) throws IOException {
        switch (outcome) {
            case HandingOutcome.OnLedger done ->
                answer(response, HttpServletResponse.SC_OK, Map.of("status", "on-ledger", "height", done.height()));
            case HandingOutcome.BindsHere binds ->
                answer(response, HttpServletResponse.SC_ACCEPTED, Map.of("status", "binds-here"));
            case HandingOutcome.Submitted submitted ->
                answer(response, HttpServletResponse.SC_ACCEPTED, Map.of("status", "submitted"));
            case HandingOutcome.Refused refused ->
                answer(
                        response,
                        UNPROCESSABLE,
                        Map.of(
                                "status",
                                "refused",
                                "code",
                                shown(refused.code()).name()));
            case HandingOutcome.Away away -> unavailable(response, "ledger-away");
            case HandingOutcome.Full full -> unavailable(response, "full");
        }
    }

    /** Whether a subject exists, or did, is told to nobody who has no right over it. */
    private static RejectCode shown(RejectCode code) {
        return code == RejectCode.UNKNOWN_SUBJECT || code == RejectCode.ERASED ? RejectCode.NOT_ENTITLED : code;
    }

    private static void unavailable(HttpServletResponse response, String status) throws IOException {
        response.setHeader("Retry-After", "5");
        answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, Map.of("status", status));
    }

    private static void answer(HttpServletResponse response, int status, Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
