package org.assent.authorization.administration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.assent.audit.AccessLog;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.signin.SecretText;

/**
 * {@code GET, POST /auth/clients} and {@code DELETE /auth/clients/{id}}: which programs of this organization may ask for tokens. For
 * administrators. Each change is in the access log before it is made.
 */
final class ClientsServlet extends HttpServlet {

    static final String PATH = "/auth/clients";

    /** The client by which whoever holds the site's folder administers it; it comes with the site. */
    static final String OPERATOR = "operator";

    private static final long serialVersionUID = 1L;
    private static final int SECRET_BYTES = 32;
    private static final int MOST = 1_000;

    private final transient ClientDirectory clients;
    private final transient AccessLog log;
    private final transient SecureRandom random;

    ClientsServlet(ClientDirectory clients, AccessLog log, SecureRandom random) {
        this.clients = clients;
        this.log = log;
        this.random = random;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ObjectNode answer = JsonBody.answer();
        ArrayNode all = answer.putArray("clients");
        clients.all().stream().map(ClientMetadata::write).forEach(all::add);
        JsonBody.write(response, HttpServletResponse.SC_OK, answer);
    }

    /** Adds one: 201 with it, and with its secret, which is never shown again; 409 if its id is taken. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonBody body = JsonBody.read(request, ClientMetadata.NAMES);
        Optional<String> secret = ClientMetadata.wantsSecret(body)
                ? Optional.of(SecretText.random(random, SECRET_BYTES))
                : Optional.empty();
        RegisteredClient client = ClientMetadata.read(body, secret);
        synchronized (clients) {
            requireRoom(client.id());
            Administration.changed(log, request, "client-added", client.id(), client.roles());
            clients.add(client);
        }
        ObjectNode answer = ClientMetadata.write(client);
        secret.ifPresent(text -> answer.put("client_secret", text));
        response.setHeader("Location", PATH + "/" + client.id());
        JsonBody.write(response, HttpServletResponse.SC_CREATED, answer);
    }

    private void requireRoom(String id) {
        if (id.equals(OPERATOR) || clients.find(id).isPresent()) {
            throw new ProblemException(
                    ProblemKind.CONFLICT, "There is a client with this id; revoke it first, or choose another id.");
        }
        clients.reservedUntil(id).ifPresent(until -> {
            throw new ProblemException(
                    ProblemKind.CONFLICT,
                    "A client with this id was revoked; the id is free again at " + until + ", or choose another.");
        });
        if (clients.all().size() >= MOST) {
            throw new ProblemException(ProblemKind.CONFLICT, "A site has at most " + MOST + " clients.");
        }
    }

    /** Takes one away: 204. Its tokens and codes end at once. */
    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
        String id = Administration.last(request);
        synchronized (clients) {
            RegisteredClient client = clients.find(id)
                    .orElseThrow(() -> new ProblemException(ProblemKind.NOT_FOUND, "There is no such client."));
            if (id.equals(OPERATOR)) {
                throw new ProblemException(
                        ProblemKind.CONFLICT, "This one belongs to the site; it is as safe as the site's folder is.");
            }
            Administration.changed(log, request, "client-revoked", id, client.roles());
            clients.remove(id);
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
