package org.assent.authorization.code;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.limit.RateLimit;
import org.assent.authorization.principal.Role;
import org.assent.authorization.problem.HtmlText;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.scope.RoleScopes;
import org.assent.authorization.scope.Scope;
import org.assent.authorization.scope.Scopes;
import org.assent.authorization.signin.Page;
import org.assent.authorization.signin.PeoplePage;
import org.assent.authorization.signin.SecretText;
import org.assent.authorization.signin.SessionCookie;
import org.assent.authorization.signin.Sessions;

/**
 * {@code GET, POST /auth/authorize}: a signed-in person sees what an app asks for, and approves it or not (RFC 6749 §4.1). The
 * form carries the app's request again, and it is read again as if it had just come.
 */
public final class AuthorizeServlet extends PeoplePage {

    private static final long serialVersionUID = 1L;

    /** Where it is. */
    public static final String PATH = "/auth/authorize";

    private static final int MAX_FORM = 16 * 1024;
    private static final String FORM = "form";
    private static final Set<String> CARRIED = Set.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "state",
            "code_challenge",
            "code_challenge_method",
            "scope",
            "aud",
            "resource");

    private final transient ClientDirectory clients;
    private final transient Addresses addresses;
    private final transient Sessions sessions;
    private final transient SessionCookie cookie;
    private final transient AuthorizationCodes codes;
    private final transient RateLimit limit;

    /** For one site. */
    public AuthorizeServlet(
            ClientDirectory clients,
            Addresses addresses,
            Sessions sessions,
            SessionCookie cookie,
            AuthorizationCodes codes,
            Clock clock) {
        this.clients = clients;
        this.addresses = addresses;
        this.sessions = sessions;
        this.cookie = cookie;
        this.codes = codes;
        this.limit = new RateLimit(30, Duration.ofSeconds(2), clock);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Sessions.Session session = session(request);
        FormBody asked = FormBody.query(request);
        try {
            AuthorizationRequest read = AuthorizationRequest.of(asked, clients, addresses);
            Scopes granted = granted(read, session);
            if (granted.isEmpty()) {
                Page.goTo(response, read.denied(addresses.issuer()));
            } else {
                show(response, session, asked, read, granted);
            }
        } catch (AuthorizationRequest.Refusal refusal) {
            Page.goTo(response, refusal.location(addresses.issuer()));
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Sessions.Session session = session(request);
        FormBody form = FormBody.read(request, MAX_FORM);
        if (!SecretText.same(session.formToken(), form.single(FORM).orElse(""))) {
            throw new ProblemException(ProblemKind.INSUFFICIENT_SCOPE, "Use the form of the page, and load it anew.");
        }
        Optional<Duration> wait = limit.take(session.account().id());
        if (wait.isPresent()) {
            throw new ProblemException(
                    new Problem(ProblemKind.TOO_MANY_REQUESTS, "Too many approvals. Wait a moment.", wait));
        }
        try {
            AuthorizationRequest read = AuthorizationRequest.of(form, clients, addresses);
            Scopes granted = granted(read, session);
            boolean allowed = form.single("answer").equals(Optional.of("allow")) && !granted.isEmpty();
            Page.goTo(
                    response,
                    allowed
                            ? read.granted(
                                    codes.issue(AuthorizationCodes.Approval.of(
                                            read, session.account().id(), granted)),
                                    addresses.issuer())
                            : read.denied(addresses.issuer()));
        } catch (AuthorizationRequest.Refusal refusal) {
            Page.goTo(response, refusal.location(addresses.issuer()));
        }
    }

    private Sessions.Session session(HttpServletRequest request) {
        return cookie.read(request)
                .flatMap(sessions::find)
                .orElseThrow(() -> new ProblemException(ProblemKind.UNAUTHENTICATED, "Sign in, in a browser."));
    }

    /** What was asked for, as far as the roles of the person bring it: scopes only narrow. */
    private static Scopes granted(AuthorizationRequest asked, Sessions.Session session) {
        Set<Role> roles = new HashSet<>(session.account().roles());
        roles.retainAll(asked.client().roles());
        Scopes most = RoleScopes.of(roles);
        return Scopes.of(asked.scopes().list().stream()
                .filter(scope -> Scopes.of(Set.of(scope)).isWithin(most))
                .toList());
    }

    private static void show(
            HttpServletResponse response,
            Sessions.Session session,
            FormBody asked,
            AuthorizationRequest read,
            Scopes granted)
            throws IOException {
        String fields = CARRIED.stream()
                .sorted()
                .flatMap(name -> asked.all(name).stream().map(value -> Page.hidden(name, value)))
                .collect(Collectors.joining());
        String items = granted.list().stream().map(AuthorizeServlet::item).collect(Collectors.joining());
        // a browser holds form-action against where the answer to the form leads, too
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; form-action 'self' "
                        + read.redirectUri().origin() + "; base-uri 'none'; frame-ancestors 'none'");
        Page.write(response, HttpServletResponse.SC_OK, "Let an app act for you?", """
                <p>The app <strong>%s</strong> wants to do this in your name, for at most five minutes at a time:</p>
                <ul>%s</ul>
                <p class="quiet">You go back to %s. What a patient does not permit stays closed to the app too.</p>
                <form method="post" action="/auth/authorize">%s%s
                <button name="answer" value="allow">Allow</button>
                <button name="answer" value="deny">Do not allow</button>
                </form>
                """.formatted(
                        HtmlText.escape(read.client().id()),
                        items,
                        HtmlText.escape(read.redirectUri().origin()),
                        Page.hidden(FORM, session.formToken()),
                        fields));
    }

    private static String item(Scope scope) {
        String what = scope.interactions().stream()
                .sorted()
                .map(interaction -> interaction.name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
        return "<li>" + HtmlText.escape(scope.resourceType() + ": " + what) + "</li>";
    }
}
