package org.assent.authorization.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.authorization.scope.RoleScopes;
import org.assent.authorization.scope.Scopes;

/**
 * A program of this organization that may ask for tokens.
 *
 * @param id {@code client_id}: 1 to 128 letters, digits, {@code . _ -}, and not 64 hexadecimal digits (these name
 *     organizations)
 * @param keys its public keys; empty if it uses a secret
 * @param secretHash SHA-256 of its secret, hexadecimal; empty if it uses keys
 * @param roles what it is here for, at least one
 * @param tokenLife how long its tokens are good, 1 s to 60 min
 */
public record RegisteredClient(
        String id, Optional<JWKSet> keys, Optional<String> secretHash, Set<Role> roles, Duration tokenLife) {

    private static final Duration LONGEST = Duration.ofMinutes(60);

    public RegisteredClient {
        roles = Set.copyOf(roles);
        if (!id.matches("[A-Za-z0-9._-]{1,128}") || id.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(
                    "a client id is 1 to 128 letters, digits and . _ -, and no organization");
        }
        if (keys.isPresent() == secretHash.isPresent()) {
            throw new IllegalArgumentException("a client has either keys or a secret");
        }
        if (roles.isEmpty() || tokenLife.compareTo(Duration.ofSeconds(1)) < 0 || tokenLife.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a client has a role, and tokens of 1 s to 60 min");
        }
    }

    /** What its tokens may be used for at most. */
    public Scopes scopes() {
        return RoleScopes.of(roles);
    }
}
