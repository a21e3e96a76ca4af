package org.assent.authorization.administration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.assent.audit.AccessLog;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Role;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.signin.Account;
import org.assent.authorization.signin.Invitations;
import org.assent.authorization.signin.UserDirectory;

/**
 * {@code GET, POST /auth/accounts}, {@code DELETE /auth/accounts/{id}} and {@code POST /auth/accounts/{id}/invitation}: the people of
 * this organization, who come in by one-time links. For administrators. No change is made that the access log does not have.
 */
final class AccountsServlet extends HttpServlet {

    static final String PATH = "/auth/accounts";
    static final String INVITATION = "invitation";

    private static final long serialVersionUID = 1L;
    private static final Set<String> NAMES = Set.of("name", "roles");

    private final transient UserDirectory users;
    private final transient Invitations invitations;
    private final transient AccessLog log;
    private final String publicAddress;

    AccountsServlet(UserDirectory users, Invitations invitations, AccessLog log, String publicAddress) {
        this.users = users;
        this.invitations = invitations;
        this.log = log;
        this.publicAddress = publicAddress;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ObjectNode answer = JsonBody.answer();
        ArrayNode all = answer.putArray("accounts");
        users.all().stream().map(AccountsServlet::describe).forEach(all::add);
        JsonBody.write(response, HttpServletResponse.SC_OK, answer);
    }

    /** Adds somebody, or makes a new link for somebody: 201 with the link, which is never shown again. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (INVITATION.equals(Administration.last(request))) {
            Account account = account(Administration.lastButOne(request));
            Administration.changed(log, request, "account-invited", account.id(), account.roles());
            answer(response, account);
            return;
        }
        JsonBody body = JsonBody.read(request, NAMES);
        Set<Role> roles = ClientMetadata.roles(body.texts("roles"));
        Account account = added(body.text("name").orElse(""), roles);
        try {
            Administration.changed(log, request, "account-added", account.id(), roles);
        } catch (RuntimeException e) {
            users.remove(account.id()); // nobody comes in whom the log does not know
            throw e;
        }
        answer(response, account);
    }

    private Account added(String name, Set<Role> roles) {
        try {
            return users.add(name, roles);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemKind.UNPROCESSABLE, String.valueOf(e.getMessage()));
        }
    }

    private void answer(HttpServletResponse response, Account account) throws IOException {
        Invitations.Invitation invitation = invitations.again(account);
        ObjectNode answer = describe(account)
                .put("link", publicAddress + "/auth/first?code=" + invitation.code())
                .put("expires", invitation.expires().toString());
        response.setHeader("Location", PATH + "/" + account.id());
        JsonBody.write(response, HttpServletResponse.SC_CREATED, answer);
    }

    /** Removes somebody: 204. Their sessions, links and tokens end at once. */
    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
        Account account = account(Administration.last(request));
        if (RequestContext.principal(request).actor().equals(account.id())) {
            throw new ProblemException(ProblemKind.CONFLICT, "You cannot remove yourself; another administrator can.");
        }
        Administration.changed(log, request, "account-removed", account.id(), account.roles());
        users.remove(account.id());
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private Account account(String id) {
        return users.find(id)
                .orElseThrow(() -> new ProblemException(ProblemKind.NOT_FOUND, "There is no such person."));
    }

    private static ObjectNode describe(Account account) {
        ObjectNode object = JsonBody.answer().put("id", account.id()).put("name", account.displayName());
        ArrayNode roles = object.putArray("roles");
        ClientMetadata.roleNames(account.roles()).forEach(roles::add);
        return object.put("joined", account.joined());
    }
}
