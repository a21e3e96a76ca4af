package org.assent.authorization.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.authorization.jose.LedgerJwk;
import org.assent.authorization.principal.Role;
import org.assent.authorization.scope.Scopes;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads access tokens of this site and refuses all others (RFC 9068 §4, RFC 8725). Thread-safe.
 *
 * <p>The algorithm is fixed to ES256, the type to {@code at+jwt} and the keys to this site's own, so a token chooses nothing
 * about its own verification.
 */
public final class AccessTokenVerifier {

    private static final int MAX_LENGTH = 8192;

    private final String issuer;
    private final TokenKeys keys;
    private volatile Known known = new Known(List.of(), Map.of());
    private final RevokedTokens revoked;
    private final Clock clock;

    /** The keys of a moment by their ids. */
    private record Known(List<PublicKey> published, Map<String, ECKey> byId) {}

    /**
     * For one site.
     *
     * @param issuer its name as issuer
     * @param keys its token keys
     * @param revoked tokens that were taken back
     */
    public AccessTokenVerifier(String issuer, TokenKeys keys, RevokedTokens revoked, Clock clock) {
        this.issuer = issuer;
        this.keys = keys;
        this.revoked = revoked;
        this.clock = clock;
    }

    private Map<String, ECKey> keys() {
        List<PublicKey> published = keys.published();
        Known current = known;
        if (!current.published().equals(published)) {
            current = new Known(
                    published,
                    published.stream()
                            .map(LedgerJwk::of)
                            .collect(Collectors.toUnmodifiableMap(ECKey::getKeyID, key -> key)));
            known = current;
        }
        return current.byId();
    }

    /**
     * Reads a token.
     *
     * @param audience addresses of the part of the site that is asked; the token must name one of them
     * @throws CredentialException if it does not hold, for whatever reason
     */
    public AccessToken verify(String token, Set<String> audience) throws CredentialException {
        AccessToken read = read(token).token();
        if (read.audience().stream().noneMatch(audience::contains)) {
            throw invalid("The token is not for this part of the site.");
        }
        return read;
    }

    /**
     * A token that holds.
     *
     * @param claims all that it says
     */
    record Read(AccessToken token, JWTClaimsSet claims) {}

    /**
     * Reads a token for whatever part of the site it is.
     *
     * @throws CredentialException if it does not hold, for whatever reason
     */
    Read read(String token) throws CredentialException {
        if (token.length() > MAX_LENGTH) {
            throw invalid("The token is too long.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            requireSignature(jwt);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            requireTimes(claims);
            if (!issuer.equals(claims.getIssuer())) {
                throw invalid("The token is not of this issuer.");
            }
            AccessToken read = read(claims);
            if (revoked.contains(read.id())) {
                throw invalid("The token was revoked.");
            }
            return new Read(read, claims);
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw invalid("The token is malformed.");
        }
    }

    private void requireSignature(SignedJWT jwt) throws JOSEException, CredentialException {
        ECKey key = jwt.getHeader().getKeyID() == null
                ? null
                : keys().get(jwt.getHeader().getKeyID());
        boolean form = JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                && AccessTokenIssuer.TYPE.equals(jwt.getHeader().getType());
        if (key == null || !form || !jwt.verify(new ECDSAVerifier(key))) {
            throw invalid("The token was not signed here.");
        }
    }

    private void requireTimes(JWTClaimsSet claims) throws CredentialException {
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null
                || !now.isBefore(claims.getExpirationTime().toInstant())) {
            throw invalid("The token has expired.");
        }
        if (claims.getNotBeforeTime() == null
                || now.isBefore(claims.getNotBeforeTime().toInstant())) {
            throw invalid("The token is not valid yet.");
        }
    }

    private static AccessToken read(JWTClaimsSet claims) throws ParseException, CredentialException {
        Map<String, Object> extensions = required(claims.getJSONObjectClaim("extensions"), "extensions");
        Map<?, ?> iua = extensions.get("ihe_iua") instanceof Map<?, ?> map ? map : Map.of();
        Set<PurposeOfUse> purposes = Codings.fromClaim(iua.get("purpose_of_use"))
                .orElseThrow(() -> invalid("The token has no purpose of use."));
        Map<String, Object> confirmation = claims.getJSONObjectClaim("cnf");
        Optional<String> thumbprint = confirmation == null
                ? Optional.empty()
                : Optional.of(required(confirmation.get("jkt") instanceof String jkt ? jkt : null, "cnf.jkt"));
        String clientId = required(claims.getStringClaim("client_id"), "client_id");
        return new AccessToken(
                required(claims.getJWTID(), "jti"),
                clientId,
                new HashSet<>(claims.getAudience()),
                required(claims.getIssueTime(), "iat").toInstant(),
                required(claims.getExpirationTime(), "exp").toInstant(),
                scopes(required(claims.getStringClaim("scope"), "scope")),
                purposes,
                thumbprint,
                holder(claims, clientId, iua));
    }

    private static AccessToken.Holder holder(JWTClaimsSet claims, String clientId, Map<?, ?> iua)
            throws ParseException, CredentialException {
        List<String> roles = claims.getStringListClaim("roles");
        String patient = claims.getStringClaim("patient");
        String actor = iua.get("person_id") instanceof String person ? person : null;
        if (roles != null && patient == null) {
            return actor == null
                    ? new AccessToken.Holder.Program(known(roles))
                    : new AccessToken.Holder.Person(actor, known(roles));
        }
        return new AccessToken.Holder.Site(
                OrganizationId.fromHex(clientId),
                required(actor, "person_id"),
                required(patient, "patient"),
                study(claims));
    }

    private static Set<Role> known(List<String> names) {
        return Arrays.stream(Role.values())
                .filter(role -> names.contains(role.name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Scopes scopes(String text) throws CredentialException {
        return text.isEmpty()
                ? Scopes.NONE
                : Scopes.parse(text).orElseThrow(() -> invalid("The token's scope is malformed."));
    }

    private static String study(JWTClaimsSet claims) throws ParseException, CredentialException {
        String study = required(claims.getStringClaim(StudyTokenRequest.STUDY), StudyTokenRequest.STUDY);
        if (!study.startsWith(StudyTokenRequest.STUDY_PREFIX)) {
            throw invalid("The token's study is malformed.");
        }
        return study.substring(StudyTokenRequest.STUDY_PREFIX.length());
    }

    private static <T> T required(@Nullable T value, String name) throws CredentialException {
        if (value == null) {
            throw invalid("The token has no " + name + ".");
        }
        return value;
    }

    private static CredentialException invalid(String message) {
        return new CredentialException(CredentialException.Code.INVALID_TOKEN, message);
    }
}
