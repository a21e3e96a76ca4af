package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.LocalPath;
import org.assent.authorization.problem.HtmlText;
import org.assent.authorization.scope.ResourceServer;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET, POST /auth/sign-in}: name and password in the demo; elsewhere it says how to come in. Afterwards the browser goes
 * on to {@code next}, which is a path of this site or the viewer.
 */
public final class SignInServlet extends PeoplePage {

    private static final long serialVersionUID = 1L;

    private static final String HOME = "/viewer/";
    private static final int MAX_FORM = 8 * 1024;
    private static final int MAX_FIELD = 200;

    private final transient SignInDesk desk;
    private final boolean passwords;

    /**
     * For one site.
     *
     * @param passwords whether there are users with passwords: in the demo only
     */
    SignInServlet(SignInDesk desk, boolean passwords) {
        this.desk = desk;
        this.passwords = passwords;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, HttpServletResponse.SC_OK, next(request.getParameter("next")), "");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        FormBody form = FormBody.read(request, MAX_FORM);
        String next = next(form.single("next").orElse(null));
        if (!desk.forms().holds(request, form)) {
            show(request, response, 403, next, "This form was not shown by this site just now. Please try again.");
            return;
        }
        String name = form.single("name").orElse("");
        String password = form.single("password").orElse("");
        if (!passwords || name.length() > MAX_FIELD || password.length() > MAX_FIELD) {
            show(request, response, 403, next, "Nobody can sign in with this name and password.");
            return;
        }
        desk.requireRate(request, name);
        Optional<Account> account = desk.users().withPassword(name, password);
        if (account.isEmpty()) {
            desk.failed(request);
            show(request, response, 403, next, "Nobody can sign in with this name and password.");
            return;
        }
        desk.giveBack(request, name);
        desk.open(request, response, account.get());
        Page.goTo(response, next);
    }

    /** A path to go on to; never one of a service, which shows nothing to a person. */
    private static String next(@Nullable String asked) {
        String path = LocalPath.orElse(asked == null ? HOME : asked, HOME);
        boolean service = path.startsWith(ResourceServer.DICOMWEB.path()) || path.startsWith("/fhir/");
        return service ? HOME : path;
    }

    private void show(HttpServletRequest request, HttpServletResponse response, int status, String next, String note)
            throws IOException {
        String alert = note.isEmpty() ? "" : Page.alert(note);
        if (!passwords) {
            String help = "<p>You come in by a one-time link. Ask an administrator of this site for one.</p>";
            Page.write(response, status, "Sign in", alert + help);
            return;
        }
        Page.write(
                response,
                status,
                "Sign in to " + desk.siteName(),
                alert
                        + """
                <form method="post" action="/auth/sign-in">
                %s%s
                <label for="name">Name</label>
                <input type="text" id="name" name="name" autocomplete="username" required autofocus>
                <label for="password">Password</label>
                <input type="password" id="password" name="password" autocomplete="current-password" required>
                <button type="submit">Sign in</button>
                </form>
                <p class="quiet">This is a demonstration. %s</p>
                """.formatted(
                                        desk.forms().field(request, response),
                                        Page.hidden("next", next),
                                        HtmlText.escape("Its users were printed where it was started.")));
    }
}
