package org.assent.authorization.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Role;
import org.assent.authorization.principal.RoleNames;
import org.assent.authorization.problem.HtmlText;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/** {@code GET, POST /auth/people}: administrators see who there is, invite people by one-time links, and remove them. */
public final class PeopleServlet extends PeoplePage {

    private static final long serialVersionUID = 1L;

    /** Where it is. */
    public static final String PATH = "/auth/people";

    private static final int MAX_FORM = 8 * 1024;

    private final transient SignInDesk desk;
    private final transient Invitations invitations;
    private final transient AccessLog log;
    private final String publicAddress;

    PeopleServlet(SignInDesk desk, Invitations invitations, AccessLog log, String publicAddress) {
        this.desk = desk;
        this.invitations = invitations;
        this.log = log;
        this.publicAddress = publicAddress;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(response, session(request), "");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Sessions.Session session = session(request);
        FormBody form = FormBody.read(request, MAX_FORM);
        if (!SecretText.same(session.formToken(), form.single(FormTokens.FIELD).orElse(""))) {
            throw new ProblemException(ProblemKind.INSUFFICIENT_SCOPE, "Use the form of the page, and load it anew.");
        }
        String action = form.single("action").orElse("");
        String note =
                switch (action) {
                    case "invite" -> invite(form);
                    case "again" -> link(invitations.again(person(form)));
                    case "remove" -> remove(form, session);
                    default -> throw bad("action is invite, again or remove.");
                };
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.CONFIGURATION_CHANGED,
                true,
                session.account().id(),
                Map.of("people", action)));
        show(response, session, note);
    }

    private Sessions.Session session(HttpServletRequest request) {
        return desk.current(request)
                .orElseThrow(() -> new ProblemException(ProblemKind.UNAUTHENTICATED, "Sign in as an administrator."));
    }

    private String invite(FormBody form) {
        String name = form.single("name").orElse("").strip();
        Set<Role> roles = new HashSet<>(RoleNames.read(String.join(" ", form.all("role"))));
        roles.remove(Role.RESOURCE_SERVER);
        if (name.isEmpty() || name.length() > 120 || roles.isEmpty()) {
            throw bad("A person has a name of 1 to 120 characters and at least one role.");
        }
        return link(invitations.invite(name, roles));
    }

    private Account person(FormBody form) {
        return form.single("person")
                .flatMap(desk.users()::find)
                .orElseThrow(() -> bad("There is no such person; load the page anew."));
    }

    private String remove(FormBody form, Sessions.Session session) {
        Account person = person(form);
        if (person.id().equals(session.account().id())) {
            throw bad("You cannot remove yourself; another administrator can.");
        }
        desk.users().remove(person.id());
        return Page.alert("Removed. Open sessions ended.");
    }

    private String link(Invitations.Invitation invitation) {
        return "<p role=\"alert\">Give this link to the person. It works once, for 15 minutes, and is shown only now:<br><code>"
                + HtmlText.escape(publicAddress + "/auth/first?code=" + invitation.code()) + "</code></p>";
    }

    private void show(HttpServletResponse response, Sessions.Session session, String note) throws IOException {
        String token = Page.hidden(FormTokens.FIELD, session.formToken());
        String rows =
                desk.users().all().stream().map(person -> row(person, token)).collect(Collectors.joining());
        String boxes = Arrays.stream(Role.values())
                .filter(role -> role != Role.RESOURCE_SERVER)
                .map(role ->
                        "<label><input type=\"checkbox\" name=\"role\" value=\"%1$s\"> %1$s</label>".formatted(role))
                .collect(Collectors.joining("\n"));
        Page.write(
                response,
                HttpServletResponse.SC_OK,
                "People of " + desk.siteName(),
                note + """
                <table>
                <thead><tr><th scope="col">Name</th><th scope="col">Roles</th><th scope="col">Change</th></tr></thead>
                <tbody>%s</tbody>
                </table>
                <h2>Invite somebody</h2>
                <form method="post" action="/auth/people">%s%s
                <label for="name">Name</label><input type="text" id="name" name="name" maxlength="120" required>
                <fieldset><legend>Roles</legend>%s</fieldset>
                <button type="submit">Make a one-time link</button>
                </form>
                <p><a href="/auth/sign-out">Sign out</a></p>
                """.formatted(rows, token, Page.hidden("action", "invite"), boxes));
    }

    private static String row(Account person, String token) {
        String roles = new TreeSet<>(person.roles()).stream().map(Role::name).collect(Collectors.joining(", "));
        return """
                <tr><td>%s%s</td><td>%s</td><td>
                <form method="post" action="/auth/people">%s%s
                <button name="action" value="again">New link</button> <button name="action" value="remove">Remove</button>
                </form></td></tr>
                """.formatted(
                        HtmlText.escape(person.displayName()),
                        person.joined() ? "" : " (not here yet)",
                        HtmlText.escape(roles),
                        token,
                        Page.hidden("person", person.id()));
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(ProblemKind.BAD_REQUEST, detail);
    }
}
