package org.assent.authorization.token;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.assent.authorization.code.AuthorizeServlet;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.jose.LedgerJwk;
import org.assent.authorization.principal.Role;
import org.assent.authorization.scope.RoleScopes;
import org.assent.authorization.scope.Scope;

/**
 * What programs can find out before they ask: RFC 8414 metadata, the keys that tokens are signed with, and SMART's
 * {@code .well-known/smart-configuration}. Says only what is so.
 */
public final class DiscoveryServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** RFC 8414 §3. */
    public static final String METADATA = "/.well-known/oauth-authorization-server";

    /** RFC 7517. */
    public static final String KEYS = "/auth/jwks";

    /** SMART App Launch 2.2 §7. */
    public static final String SMART = "/fhir/r4/.well-known/smart-configuration";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final transient Addresses addresses;
    private final transient TokenKeys keys;
    private final boolean secretsInForms;

    /**
     * For one site.
     *
     * @param keys those whose tokens it takes
     * @param secretsInForms whether clients may send their secret in the form
     */
    public DiscoveryServlet(Addresses addresses, TokenKeys keys, boolean secretsInForms) {
        this.addresses = addresses;
        this.secretsInForms = secretsInForms;
        this.keys = keys;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean sitesPort = RequestContext.onSitesPort(request);
        byte[] body = (switch (request.getRequestURI()) {
                    case KEYS -> keySet();
                    case SMART -> smart(sitesPort).toString();
                    default -> metadata(sitesPort).toString();
                })
                .getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private String keySet() {
        List<JWK> set =
                keys.published().stream().map(key -> (JWK) LedgerJwk.of(key)).toList();
        return new JWKSet(set).toString();
    }

    private ObjectNode metadata(boolean sitesPort) {
        ObjectNode metadata = MAPPER.createObjectNode()
                .put("issuer", addresses.issuer())
                .put("token_endpoint", at(CallerAuthentication.ENDPOINT, sitesPort))
                .put("jwks_uri", at(KEYS, sitesPort))
                .put("access_token_format", "ihe-jwt");
        endpoints(metadata, sitesPort);
        texts(metadata, "grant_types_supported", grants(sitesPort));
        texts(metadata, "response_types_supported", sitesPort ? List.of() : List.of("code"));
        if (!sitesPort) {
            metadata.put("authorization_response_iss_parameter_supported", true);
            texts(metadata, "code_challenge_methods_supported", List.of("S256"));
        }
        texts(metadata, "token_endpoint_auth_methods_supported", methodsOrNone(sitesPort));
        texts(
                metadata,
                "token_endpoint_auth_signing_alg_values_supported",
                sitesPort ? List.of("ES256") : List.of("ES256", "ES384", "RS256", "RS384", "PS256", "PS384"));
        texts(metadata, "dpop_signing_alg_values_supported", List.of("ES256"));
        texts(metadata, "scopes_supported", scopes(sitesPort));
        return metadata;
    }

    private ObjectNode smart(boolean sitesPort) {
        ObjectNode smart =
                MAPPER.createObjectNode().put("token_endpoint", at(CallerAuthentication.ENDPOINT, sitesPort));
        endpoints(smart, sitesPort);
        texts(smart, "grant_types_supported", grants(sitesPort));
        texts(smart, "response_types_supported", sitesPort ? List.of() : List.of("code"));
        texts(smart, "token_endpoint_auth_methods_supported", methodsOrNone(sitesPort));
        texts(smart, "code_challenge_methods_supported", List.of("S256"));
        texts(smart, "scopes_supported", scopes(sitesPort));
        texts(
                smart,
                "capabilities",
                sitesPort
                        ? List.of("client-confidential-asymmetric", "permission-v2")
                        : List.of(
                                "launch-standalone",
                                "client-public",
                                "client-confidential-symmetric",
                                "client-confidential-asymmetric",
                                "permission-user",
                                "permission-v2"));
        return smart;
    }

    private void endpoints(ObjectNode document, boolean sitesPort) {
        document.put("revocation_endpoint", at(RevocationEndpoint.PATH, sitesPort));
        texts(document, "revocation_endpoint_auth_methods_supported", methodsOrNone(sitesPort));
        if (!sitesPort) {
            document.put("authorization_endpoint", at(AuthorizeServlet.PATH, false));
            document.put("introspection_endpoint", at(IntrospectionEndpoint.PATH, false));
            List<String> callers = new ArrayList<>(List.of("Bearer"));
            callers.addAll(methods(false));
            texts(document, "introspection_endpoint_auth_methods_supported", callers);
        }
    }

    private static List<String> grants(boolean sitesPort) {
        return sitesPort ? List.of("client_credentials") : List.of("client_credentials", "authorization_code");
    }

    private List<String> methods(boolean sitesPort) {
        if (sitesPort) {
            return List.of("private_key_jwt");
        }
        return secretsInForms
                ? List.of("client_secret_basic", "private_key_jwt", "client_secret_post")
                : List.of("client_secret_basic", "private_key_jwt");
    }

    /** Public apps prove nothing. */
    private List<String> methodsOrNone(boolean sitesPort) {
        List<String> methods = new ArrayList<>(methods(sitesPort));
        if (!sitesPort) {
            methods.add("none");
        }
        return methods;
    }

    private static List<String> scopes(boolean sitesPort) {
        return (sitesPort ? RoleScopes.PEER : RoleScopes.of(new TreeSet<>(List.of(Role.values()))))
                .list().stream().map(Scope::toString).toList();
    }

    private static void texts(ObjectNode node, String name, List<String> values) {
        var array = node.putArray(name);
        values.forEach(array::add);
    }

    private String at(String path, boolean sitesPort) {
        return addresses.at(path, sitesPort).iterator().next();
    }
}
