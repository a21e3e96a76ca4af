package org.assent.authorization.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.client.ClientDirectory;
import org.assent.authorization.client.RegisteredClient;
import org.assent.authorization.http.Addresses;
import org.assent.authorization.http.FormBody;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.jose.LedgerJwk;
import org.assent.authorization.limit.RateLimit;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.LedgerView;

/**
 * Finds out who asks for a token: a client by Basic, by a secret in the form where the site
 * allows that, or by an assertion of its key, another organization by an assertion of its
 * service key as the ledger has it now. Exactly one way a request; every failure looks the same. Thread-safe.
 *
 * <p>An organization is looked for only on the port for sites, where its TLS key is known, and only as the one that key
 * belongs to; a client only on the port for people.
 */
final class CallerAuthentication {

    static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    static final String ENDPOINT = "/auth/token";

    private static final Duration SITE_LIFE = Duration.ofSeconds(60);
    private static final Duration CLIENT_LIFE = Duration.ofMinutes(5);
    private static final int MAX_ASSERTION = 4096;

    private final Addresses addresses;
    private final ClientDirectory clients;
    private final LedgerView ledger;
    private final UsedAssertions used;
    private final Clock clock;
    private final boolean secretsInForms;
    private final RateLimit guesses;

    CallerAuthentication(
            Addresses addresses,
            ClientDirectory clients,
            LedgerView ledger,
            UsedAssertions used,
            boolean secretsInForms,
            Clock clock) {
        this.addresses = addresses;
        this.clients = clients;
        this.ledger = ledger;
        this.used = used;
        this.clock = clock;
        this.secretsInForms = secretsInForms;
        this.guesses = new RateLimit(20, Duration.ofSeconds(3), clock);
    }

    Caller authenticate(HttpServletRequest request, FormBody form) throws OAuthError.Refusal {
        List<String> basic = Collections.list(request.getHeaders("Authorization"));
        Optional<String> assertion = form.single("client_assertion");
        Optional<String> secret = form.single("client_secret");
        int ways = basic.size() + (assertion.isPresent() ? 1 : 0) + (secret.isPresent() ? 1 : 0);
        if (ways != 1 || (secret.isPresent() && !secretsInForms)) {
            throw OAuthError.INVALID_CLIENT.refusal();
        }
        Optional<Caller> caller;
        if (RequestContext.onSitesPort(request)) {
            caller = assertion.flatMap(jwt -> site(request, form, jwt));
        } else if (assertion.isPresent()) {
            caller = signing(form, assertion.get());
        } else {
            requireFewGuesses(request);
            caller = secret.isPresent()
                    ? secret(form.single("client_id").orElse(""), secret.get())
                    : basic(basic.get(0));
            if (caller.isPresent()) {
                guesses.giveBack(request.getRemoteAddr());
            }
        }
        return caller.filter(who -> named(who, form)).orElseThrow(OAuthError.INVALID_CLIENT::refusal);
    }

    /** Who asks; an app that can prove nothing only says which one it is (RFC 6749 §3.2.1). */
    Caller authenticateOrName(HttpServletRequest request, FormBody form) throws OAuthError.Refusal {
        boolean proves = request.getHeader("Authorization") != null
                || form.single("client_assertion").isPresent()
                || form.single("client_secret").isPresent();
        if (proves || RequestContext.onSitesPort(request)) {
            return authenticate(request, form);
        }
        return form.single("client_id")
                .flatMap(clients::find)
                .filter(RegisteredClient::isPublic)
                .map(Caller.Program::new)
                .orElseThrow(OAuthError.INVALID_CLIENT::refusal);
    }

    /** A client_id in the form, which is not needed, must at least be right (RFC 7521 §4.2). */
    private static boolean named(Caller caller, FormBody form) {
        String id =
                switch (caller) {
                    case Caller.Program program -> program.client().id();
                    case Caller.Site site -> site.organization().toHex();
                };
        return form.single("client_id").map(id::equals).orElse(true);
    }

    /** Secrets are random and long; this bounds what guessing costs the site, and shows in the log. */
    private void requireFewGuesses(HttpServletRequest request) throws OAuthError.Refusal {
        if (guesses.take(request.getRemoteAddr()).isPresent()) {
            throw OAuthError.tooMany("Too many wrong secrets. Wait before the next one.")
                    .refusal();
        }
    }

    private Optional<Caller> basic(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return Optional.empty();
        }
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int colon = pair.indexOf(':');
        return colon < 0 ? Optional.empty() : secret(pair.substring(0, colon), pair.substring(colon + 1));
    }

    private Optional<Caller> secret(String id, String secret) {
        String given = ClientDirectory.secretHash(secret);
        return clients.find(id)
                .filter(c -> c.secretHash().filter(h -> same(h, given)).isPresent())
                .map(Caller.Program::new);
    }

    private static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }

    private Optional<Caller> signing(FormBody form, String assertion) {
        Optional<RegisteredClient> client = readable(form, assertion)
                .flatMap(AssertionClaims::claimedIssuer)
                .flatMap(clients::find);
        return client.flatMap(c -> c.keys()
                .flatMap(keys -> verified(assertion, c.id(), keys, CLIENT_LIFE, false))
                .map(claims -> new Caller.Program(c)));
    }

    private Optional<Caller> site(HttpServletRequest request, FormBody form, String assertion) {
        Optional<OrganizationId> organization = RequestContext.peerOrganization(request);
        Optional<OrganizationLeaf> leaf = organization.flatMap(ledger::organization);
        if (organization.isEmpty()
                || leaf.isEmpty()
                || readable(form, assertion).isEmpty()) {
            return Optional.empty();
        }
        String issuer = organization.get().toHex();
        return verified(assertion, issuer, serviceKeys(leaf.get()), SITE_LIFE, true)
                .map(claims ->
                        new Caller.Site(organization.get(), leaf.get().profile().name(), assertion, claims));
    }

    private JWKSet serviceKeys(OrganizationLeaf leaf) {
        List<JWK> keys = new ArrayList<>();
        for (PublicKey key : leaf.keys(OrganizationKey.Role.SERVICE, ledger.height())) {
            try {
                keys.add(LedgerJwk.of(key));
            } catch (IllegalArgumentException e) {
                // a point off the curve: nobody can sign with it
            }
        }
        return new JWKSet(keys);
    }

    private static Optional<String> readable(FormBody form, String assertion) {
        boolean typed = form.single("client_assertion_type").equals(Optional.of(ASSERTION_TYPE));
        return typed && assertion.length() <= MAX_ASSERTION ? Optional.of(assertion) : Optional.empty();
    }

    private Optional<JWTClaimsSet> verified(
            String assertion, String issuer, JWKSet keys, Duration life, boolean sitesPort) {
        Set<String> endpoints = addresses.at(ENDPOINT, sitesPort);
        return AssertionClaims.verified(assertion, issuer, keys, endpoints, life, clock.instant())
                .filter(claims -> used.firstUse(
                        issuer, claims.getJWTID(), claims.getExpirationTime().toInstant()));
    }
}
