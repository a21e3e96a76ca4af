package org.assent.authorization.code;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.client.RedirectUri;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.scope.ResourceServer;
import org.assent.authorization.scope.Scopes;

/**
 * What an app asks for a person (RFC 6749 §4.1.1, RFC 7636 with S256 only, RFC 8707; SMART App Launch 2.2 §2.0.8; IHE IUA ITI-71).
 *
 * @param client the app
 * @param redirectUri one of its registered addresses, exactly
 * @param state what it gets back, 1 to 512 visible ASCII characters
 * @param challenge {@code code_challenge}
 * @param scopes within what the app may have
 * @param audience addresses of this site's FHIR and DICOMweb services, at least one ({@code aud}, {@code resource})
 */
public record AuthorizationRequest(
        RegisteredClient client,
        RedirectUri redirectUri,
        String state,
        String challenge,
        Scopes scopes,
        Set<String> audience) {

    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7E]{1,512}");
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A request that the app itself is told is wrong (RFC 6749 §4.1.2.1). */
    static final class Refusal extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient RedirectUri redirectUri;
        private final transient Optional<String> state;

        Refusal(RedirectUri redirectUri, Optional<String> state, String error) {
            super(error);
            this.redirectUri = redirectUri;
            this.state = state;
        }

        /** Where the browser goes on to. */
        String location(String issuer) {
            return redirectUri.with("error=" + getMessage() + end(state, issuer));
        }
    }

    /**
     * Reads it.
     *
     * @throws ProblemException if app or address are not known: then nothing is sent anywhere
     * @throws Refusal if anything else is wrong
     */
    static AuthorizationRequest of(FormBody asked, ClientDirectory clients, Addresses addresses) throws Refusal {
        String given = asked.single("redirect_uri").orElse("");
        RegisteredClient client = asked.single("client_id")
                .flatMap(clients::find)
                .filter(RegisteredClient::isApp)
                .orElseThrow(AuthorizationRequest::unknown);
        RedirectUri back = client.redirectUris().stream()
                .filter(registered -> registered.text().equals(given))
                .findFirst()
                .orElseThrow(AuthorizationRequest::unknown);
        Optional<String> state =
                asked.single("state").filter(text -> STATE.matcher(text).matches());
        if (state.isEmpty()) {
            throw new Refusal(back, state, "invalid_request");
        }
        if (!asked.single("response_type").equals(Optional.of("code"))) {
            throw new Refusal(back, state, "unsupported_response_type");
        }
        boolean hashed = asked.single("code_challenge_method").equals(Optional.of("S256"));
        Optional<String> challenge = asked.single("code_challenge")
                .filter(text -> hashed && CHALLENGE.matcher(text).matches());
        if (challenge.isEmpty()) {
            throw new Refusal(back, state, "invalid_request");
        }
        Optional<Scopes> scopes =
                Scopes.parse(asked.single("scope").orElse("")).filter(wanted -> wanted.isWithin(client.scopes()));
        if (scopes.isEmpty()) {
            throw new Refusal(back, state, "invalid_scope");
        }
        Set<String> audience = new HashSet<>(asked.all("resource"));
        audience.addAll(asked.all("aud"));
        Set<String> possible = new HashSet<>(addresses.of(ResourceServer.FHIR, false));
        possible.addAll(addresses.of(ResourceServer.DICOMWEB, false));
        if (audience.isEmpty() || !possible.containsAll(audience)) {
            throw new Refusal(back, state, "invalid_target");
        }
        return new AuthorizationRequest(client, back, state.get(), challenge.get(), scopes.get(), audience);
    }

    /** Where the browser goes with a code (RFC 6749 §4.1.2, RFC 9207). */
    String granted(String code, String issuer) {
        return redirectUri.with("code=" + code + end(Optional.of(state), issuer));
    }

    /** Where the browser goes when the person does not want it, or may not. */
    String denied(String issuer) {
        return redirectUri.with("error=access_denied" + end(Optional.of(state), issuer));
    }

    private static String end(Optional<String> state, String issuer) {
        return state.map(text -> "&state=" + encode(text)).orElse("") + "&iss=" + encode(issuer);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static ProblemException unknown() {
        return new ProblemException(
                ProblemKind.BAD_REQUEST,
                "This app is not registered here, or not with the address that it names. Nothing was sent to it.");
    }
}
