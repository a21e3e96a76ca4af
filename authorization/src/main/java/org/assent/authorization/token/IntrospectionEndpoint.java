package org.assent.authorization.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Role;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.scope.ResourceServer;

/**
 * {@code POST /auth/introspect}: whether a token of this site holds at this moment (RFC 7662; IHE IUA ITI-102). For programs of
 * this organization that are registered as {@link Role#RESOURCE_SERVER}; not there on the port for other sites.
 *
 * <p>What does not hold is exactly {@code {"active":false}}, whatever the reason.
 */
public final class IntrospectionEndpoint extends OAuthEndpoint {

    private static final long serialVersionUID = 1L;

    /** Where it is. */
    static final String PATH = "/auth/introspect";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final transient CallerAuthentication callers;
    private final transient AccessTokenVerifier tokens;
    private final transient ClientDirectory clients;
    private final transient Addresses addresses;
    private final transient TokenStanding standing;
    private final transient AccessLog log;

    IntrospectionEndpoint(
            CallerAuthentication callers,
            AccessTokenVerifier tokens,
            ClientDirectory clients,
            Addresses addresses,
            TokenStanding standing,
            AccessLog log,
            Clock clock) {
        super(log, clock);
        this.callers = callers;
        this.tokens = tokens;
        this.clients = clients;
        this.addresses = addresses;
        this.standing = standing;
        this.log = log;
    }

    @Override
    Optional<String> challenge(HttpServletRequest request) {
        return Optional.of("Bearer realm=\"assent\"");
    }

    @Override
    void answer(HttpServletRequest request, HttpServletResponse response, FormBody form)
            throws IOException, OAuthError.Refusal {
        if (RequestContext.onSitesPort(request)) {
            throw new ProblemException(ProblemKind.NOT_FOUND, "There is nothing at this address.");
        }
        RegisteredClient caller = caller(request, form)
                .filter(client -> client.roles().contains(Role.RESOURCE_SERVER))
                .orElseThrow(OAuthError.NOT_A_RESOURCE_SERVER::refusal);
        String token = form.single("token")
                .orElseThrow(() -> OAuthError.invalidRequest("token is the token that is asked about.")
                        .refusal());
        Optional<TokenStanding.Standing> found = standing.of(token);
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.TOKEN_INTROSPECTED,
                true,
                caller.id(),
                Map.of(
                        "active",
                        Boolean.toString(found.isPresent()),
                        "token",
                        found.map(holds -> holds.read().token().id()).orElse(""),
                        "address",
                        request.getRemoteAddr())));
        TokenResponse.write(response, HttpServletResponse.SC_OK, body(found));
    }

    private Optional<RegisteredClient> caller(HttpServletRequest request, FormBody form) throws OAuthError.Refusal {
        List<String> headers = Collections.list(request.getHeaders("Authorization"));
        boolean bearer =
                headers.size() == 1 && headers.get(0).toLowerCase(Locale.ROOT).startsWith("bearer ");
        if (bearer) {
            return byToken(headers.get(0).substring("bearer ".length()).trim());
        }
        return callers.authenticate(request, form) instanceof Caller.Program program
                ? Optional.of(program.client())
                : Optional.empty();
    }

    private Optional<RegisteredClient> byToken(String text) {
        try {
            AccessToken token = tokens.verify(text, addresses.of(ResourceServer.SITE, false));
            boolean allowed = token.holder() instanceof AccessToken.Holder.Program program
                    && program.roles().contains(Role.RESOURCE_SERVER)
                    && token.keyThumbprint().isEmpty();
            return allowed ? clients.find(token.clientId()) : Optional.empty();
        } catch (CredentialException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode body(Optional<TokenStanding.Standing> found) throws IOException {
        ObjectNode body = MAPPER.createObjectNode().put("active", found.isPresent());
        if (found.isPresent()) {
            AccessTokenVerifier.Read read = found.get().read();
            body.setAll((ObjectNode) MAPPER.readTree(read.claims().toString()));
            body.put("active", true);
            body.put("exp", found.get().until().getEpochSecond());
            body.put("token_type", read.token().keyThumbprint().isPresent() ? "DPoP" : "Bearer");
        }
        return body;
    }
}
