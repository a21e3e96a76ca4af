package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.limit.RateLimit;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/** What the pages share by which people come in: opening and closing sessions, limits on attempts, and the log of both. */
final class SignInDesk {

    private final String siteName;
    private final UserDirectory users;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final FormTokens forms;
    private final AccessLog log;
    private final RateLimit perName;
    private final RateLimit perAddress;

    SignInDesk(
            String siteName,
            UserDirectory users,
            Sessions sessions,
            SessionCookie cookie,
            FormTokens forms,
            AccessLog log,
            Clock clock) {
        this.siteName = siteName;
        this.users = users;
        this.sessions = sessions;
        this.cookie = cookie;
        this.forms = forms;
        this.log = log;
        this.perName = new RateLimit(5, Duration.ofSeconds(30), clock);
        this.perAddress = new RateLimit(20, Duration.ofSeconds(10), clock);
    }

    String siteName() {
        return siteName;
    }

    UserDirectory users() {
        return users;
    }

    FormTokens forms() {
        return forms;
    }

    /** Counts an attempt; 429 when a name or an address had too many. */
    void requireRate(HttpServletRequest request, String name) {
        requireRate(request);
        refuseFor(perName.take(name.toLowerCase(Locale.ROOT)));
    }

    /** Counts an attempt that names nobody; 429 when an address had too many. */
    void requireRate(HttpServletRequest request) {
        refuseFor(perAddress.take(request.getRemoteAddr()));
    }

    private static void refuseFor(Optional<Duration> wait) {
        if (wait.isPresent()) {
            throw new ProblemException(new Problem(
                    ProblemKind.TOO_MANY_REQUESTS, "Too many attempts. Wait a moment before the next one.", wait));
        }
    }

    /** An attempt that succeeded does not count. */
    void giveBack(HttpServletRequest request) {
        perAddress.giveBack(request.getRemoteAddr());
    }

    /** An attempt that succeeded does not count. */
    void giveBack(HttpServletRequest request, String name) {
        perAddress.giveBack(request.getRemoteAddr());
        perName.giveBack(name.toLowerCase(Locale.ROOT));
    }

    /** Opens a session; one that the browser had before ends. */
    void open(HttpServletRequest request, HttpServletResponse response, Account account) {
        log.event(event(request, SecurityEvent.Kind.SIGN_IN, true, account.id()));
        cookie.read(request).ifPresent(sessions::close);
        cookie.set(response, sessions.open(account));
    }

    void failed(HttpServletRequest request) {
        log.event(event(request, SecurityEvent.Kind.SIGN_IN, false, ""));
    }

    Optional<Sessions.Session> current(HttpServletRequest request) {
        return cookie.read(request).flatMap(sessions::find);
    }

    void close(HttpServletRequest request, HttpServletResponse response) {
        current(request)
                .ifPresent(session -> log.event(event(
                        request,
                        SecurityEvent.Kind.SIGN_OUT,
                        true,
                        session.account().id())));
        cookie.read(request).ifPresent(sessions::close);
        cookie.clear(response);
    }

    private static SecurityEvent event(
            HttpServletRequest request, SecurityEvent.Kind kind, boolean successful, String actor) {
        return new SecurityEvent(
                RequestContext.requestId(request), kind, successful, actor, Map.of("address", request.getRemoteAddr()));
    }
}
