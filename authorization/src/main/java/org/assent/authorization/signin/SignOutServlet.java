package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.SameOrigin;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/** {@code GET, POST /auth/sign-out}: a link shows a button, the button ends the session. */
public final class SignOutServlet extends PeoplePage {

    private static final long serialVersionUID = 1L;

    private static final int MAX_FORM = 4096;

    private final transient SignInDesk desk;
    private final transient SameOrigin sameOrigin;

    SignOutServlet(SignInDesk desk, SameOrigin sameOrigin) {
        this.desk = desk;
        this.sameOrigin = sameOrigin;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Sessions.Session> session = desk.current(request);
        String body = session.map(open -> """
                        <form method="post" action="/auth/sign-out">%s<button type="submit">Sign out</button></form>
                        """.formatted(Page.hidden(FormTokens.FIELD, open.formToken())))
                .orElse("<p>You are not signed in. <a href=\"/auth/sign-in\">Sign in</a></p>");
        Page.write(response, HttpServletResponse.SC_OK, "Sign out", body);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Sessions.Session> session = desk.current(request);
        if (session.isPresent() && !sameOrigin.holds(request) && !carriesToken(request, session.get())) {
            throw new ProblemException(ProblemKind.INSUFFICIENT_SCOPE, "Sign out from a page of this site.");
        }
        desk.close(request, response);
        Page.goTo(response, "/auth/sign-in");
    }

    private static boolean carriesToken(HttpServletRequest request, Sessions.Session session) throws IOException {
        String given = FormBody.read(request, MAX_FORM).single(FormTokens.FIELD).orElse("");
        return SecretText.same(session.formToken(), given);
    }
}
