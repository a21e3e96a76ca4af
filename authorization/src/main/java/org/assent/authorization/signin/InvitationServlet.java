package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.principal.Role;

/**
 * {@code GET, POST /auth/first?code=…}: where a one-time link leads. Opening it only shows a button, so that previews and
 * scanners of links use nothing up; the button does.
 */
public final class InvitationServlet extends PeoplePage {

    private static final long serialVersionUID = 1L;

    private static final int MAX_FORM = 4096;
    private static final int MAX_CODE = 64;

    private final transient SignInDesk desk;
    private final transient Invitations invitations;

    InvitationServlet(SignInDesk desk, Invitations invitations) {
        this.desk = desk;
        this.invitations = invitations;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String code = request.getParameter("code");
        Page.write(response, HttpServletResponse.SC_OK, "Welcome to " + desk.siteName(), """
                <p>This link works once. It signs you in on this device.</p>
                <form method="post" action="/auth/first">%s%s<button type="submit">Continue</button></form>
                """.formatted(
                        desk.forms().field(request, response),
                        Page.hidden("code", code == null || code.length() > MAX_CODE ? "" : code)));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        FormBody form = FormBody.read(request, MAX_FORM);
        if (!desk.forms().holds(request, form)) {
            refuse(response, "This form was not shown by this site just now. Open the link again.");
            return;
        }
        desk.requireRate(request); // the code has 128 bits; a bound for all links together would let anybody block them
        Optional<Account> account = invitations.accept(form.single("code").orElse(""));
        if (account.isEmpty()) {
            desk.failed(request);
            refuse(response, "This link is not good any more. Ask an administrator of this site for another.");
            return;
        }
        desk.giveBack(request);
        desk.open(request, response, account.get());
        Page.goTo(response, account.get().roles().contains(Role.ADMINISTRATOR) ? PeopleServlet.PATH : "/viewer/");
    }

    private static void refuse(HttpServletResponse response, String why) throws IOException {
        Page.write(response, HttpServletResponse.SC_FORBIDDEN, "One-time link", Page.alert(why));
    }
}
