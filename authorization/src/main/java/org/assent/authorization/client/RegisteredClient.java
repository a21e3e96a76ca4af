package org.assent.authorization.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.authorization.scope.RoleScopes;
import org.assent.authorization.scope.Scopes;

/**
 * A program of this organization that may ask for tokens: for itself or, as an app, for the people who use it. Never both.
 *
 * @param id {@code client_id}: 1 to 128 letters, digits, {@code . _ -}, and not 64 hexadecimal digits (these name
 *     organizations)
 * @param keys its public keys; empty if it uses a secret
 * @param secretHash SHA-256 of its secret, hexadecimal; empty if it uses keys
 * @param roles what it is here for, at least one; of an app, those of a person that it may make use of
 * @param tokenLife how long its tokens are good, 1 s to 60 min
 * @param redirectUris where browsers go back to, at most 8: of apps only. An app may have neither keys nor a secret (a public
 *     client, RFC 6749 §2.1)
 */
public record RegisteredClient(
        String id,
        Optional<JWKSet> keys,
        Optional<String> secretHash,
        Set<Role> roles,
        Duration tokenLife,
        List<RedirectUri> redirectUris) {

    /** The longest that tokens of a client are good. */
    static final Duration LONGEST = Duration.ofMinutes(60);

    private static final int MAX_REDIRECTS = 8;

    public RegisteredClient {
        roles = Set.copyOf(roles);
        redirectUris = List.copyOf(redirectUris);
        if (!id.matches("[A-Za-z0-9._-]{1,128}") || id.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(
                    "a client id is 1 to 128 letters, digits and . _ -, and no organization");
        }
        boolean proves = keys.isPresent() != secretHash.isPresent();
        boolean nothing = keys.isEmpty() && secretHash.isEmpty();
        if (!proves && !(nothing && !redirectUris.isEmpty())) {
            throw new IllegalArgumentException("a client has either keys or a secret, or is an app with neither");
        }
        if (redirectUris.size() > MAX_REDIRECTS || (!redirectUris.isEmpty() && roles.contains(Role.RESOURCE_SERVER))) {
            throw new IllegalArgumentException(
                    "an app has at most 8 addresses to go back to, and is no resource server");
        }
        if (roles.isEmpty() || tokenLife.compareTo(Duration.ofSeconds(1)) < 0 || tokenLife.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a client has a role, and tokens of 1 s to 60 min");
        }
    }

    /** Whether it acts for the people who use it, by codes (RFC 6749 §4.1). */
    public boolean isApp() {
        return !redirectUris.isEmpty();
    }

    /** Whether it can prove nothing about itself. */
    public boolean isPublic() {
        return keys.isEmpty() && secretHash.isEmpty();
    }

    /** What its tokens may be used for at most. */
    public Scopes scopes() {
        return RoleScopes.of(roles);
    }
}
