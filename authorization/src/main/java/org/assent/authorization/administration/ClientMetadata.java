package org.assent.authorization.administration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.client.RedirectUri;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.principal.Role;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/**
 * A client as JSON, by the names of RFC 7591 §2: {@code client_id}, {@code token_endpoint_auth_method} ({@code client_secret_basic},
 * {@code private_key_jwt} with {@code jwks}, or {@code none} for an app), {@code redirect_uris} of apps; and ours: {@code roles} and
 * {@code token_seconds}.
 */
final class ClientMetadata {

    static final Set<String> NAMES =
            Set.of("client_id", "token_endpoint_auth_method", "jwks", "redirect_uris", "roles", "token_seconds");

    private static final int TOKEN_SECONDS = 300;
    private static final String SECRET = "client_secret_basic";
    private static final String KEYS = "private_key_jwt";
    private static final String NOTHING = "none";

    private ClientMetadata() {}

    /** Whether the client is to have a secret, which is then made for it. */
    static boolean wantsSecret(JsonBody body) {
        return method(body).equals(SECRET);
    }

    private static String method(JsonBody body) {
        return body.text("token_endpoint_auth_method").orElse(SECRET);
    }

    /**
     * The client that is described.
     *
     * @param secret what was made for it
     * @throws ProblemException 400 or 422 with what is wrong
     */
    static RegisteredClient read(JsonBody body, Optional<String> secret) {
        String method = method(body);
        if (!Set.of(SECRET, KEYS, NOTHING).contains(method)) {
            throw JsonBody.bad("token_endpoint_auth_method is client_secret_basic, private_key_jwt or none.");
        }
        Optional<JWKSet> keys = body.json("jwks").map(ClientMetadata::keys);
        if (keys.isPresent() != method.equals(KEYS)) {
            throw JsonBody.bad("jwks, the client's public keys, goes with private_key_jwt and with nothing else.");
        }
        try {
            keys.ifPresent(ClientDirectory::requireAcceptable);
            return new RegisteredClient(
                    body.text("client_id").orElse(""),
                    keys,
                    secret.map(ClientDirectory::secretHash),
                    roles(body.texts("roles")),
                    Duration.ofSeconds(body.number("token_seconds").orElse(TOKEN_SECONDS)),
                    body.texts("redirect_uris").stream().map(RedirectUri::new).toList());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemKind.UNPROCESSABLE, "The client cannot be: " + e.getMessage() + ".");
        }
    }

    private static JWKSet keys(String json) {
        try {
            return JWKSet.parse(json);
        } catch (ParseException e) {
            throw JsonBody.bad("jwks is not a JSON Web Key Set (RFC 7517 §5).");
        }
    }

    /** Roles by name, in any case, a hyphen for an underscore. */
    static Set<Role> roles(List<String> names) {
        Set<Role> roles = new HashSet<>();
        for (String name : names) {
            try {
                roles.add(Role.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
            } catch (IllegalArgumentException e) {
                throw JsonBody.bad("roles are some of " + String.join(", ", roleNames(Set.of(Role.values()))) + ".");
            }
        }
        return roles;
    }

    /** The names of roles as they are written here, in order. */
    static List<String> roleNames(Set<Role> roles) {
        return new TreeSet<>(roles)
                .stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList();
    }

    /** Writes what may be shown of it: no secret, nor a hash of one. */
    static ObjectNode write(RegisteredClient client) {
        ObjectNode object = JsonBody.answer().put("client_id", client.id());
        object.put(
                "token_endpoint_auth_method",
                client.keys().isPresent() ? KEYS : client.secretHash().isPresent() ? SECRET : NOTHING);
        client.keys().ifPresent(keys -> object.set("jwks", JsonBody.tree(keys.toJSONObject(true))));
        ArrayNode roles = object.putArray("roles");
        roleNames(client.roles()).forEach(roles::add);
        if (client.isApp()) {
            ArrayNode addresses = object.putArray("redirect_uris");
            client.redirectUris().forEach(address -> addresses.add(address.text()));
        }
        object.put("grant_type", client.isApp() ? "authorization_code" : "client_credentials");
        return object.put("token_seconds", client.tokenLife().toSeconds());
    }
}
