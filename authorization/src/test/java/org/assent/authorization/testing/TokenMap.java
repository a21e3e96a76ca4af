package org.assent.authorization.testing;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.authorization.authentication.Authenticated;
import org.assent.authorization.authentication.Authenticator;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.scope.RoleScopes;
import org.assent.authorization.scope.Scopes;
import org.assent.authorization.token.CredentialException;

/** Authenticates by tokens that a test has handed out, instead of signed ones. Thread-safe. */
final class TokenMap implements Authenticator {

    private final Map<String, Authenticated> tokens = new ConcurrentHashMap<>();

    String add(Principal principal, Scopes scopes) {
        String token = UUID.randomUUID().toString();
        tokens.put("Bearer " + token, new Authenticated(principal, scopes, Authenticated.Means.BEARER));
        return token;
    }

    static Scopes scopes(Principal principal) {
        return switch (principal) {
            case Principal.Person person -> RoleScopes.of(person.roles());
            case Principal.Client client -> RoleScopes.of(client.roles());
            case Principal.Peer peer -> RoleScopes.PEER;
        };
    }

    @Override
    public Optional<Authenticated> authenticate(HttpServletRequest request) throws CredentialException {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        Authenticated known = tokens.get(header);
        if (known == null) {
            throw new CredentialException(CredentialException.Code.INVALID_TOKEN, "The token is not known.");
        }
        return Optional.of(known);
    }
}
