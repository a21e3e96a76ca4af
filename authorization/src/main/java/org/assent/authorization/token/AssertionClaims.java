package org.assent.authorization.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a client's signed assertion (RFC 7523 §3; SMART 2.2 asymmetric authentication). Pure but for time, which is given.
 *
 * <p>The algorithm must fit the registered key, so neither {@code none} nor a public key taken as an HMAC secret can pass;
 * keys in the header ({@code jwk}, {@code jku}, {@code x5u}) are not looked at.
 */
final class AssertionClaims {

    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final int MAX_ID = 128;

    private AssertionClaims() {}

    /** Who an assertion says it is from, not proven at all; empty if it says nothing readable. */
    static Optional<String> claimedIssuer(String assertion) {
        try {
            return Optional.ofNullable(
                    SignedJWT.parse(assertion).getJWTClaimsSet().getIssuer());
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /**
     * The claims, if the assertion holds; the caller still uses up its {@code jti}.
     *
     * @param issuer what {@code iss} and {@code sub} must be
     * @param endpoints exact addresses of the token endpoint, one of which {@code aud} must be, alone
     * @param life how long it may be good from now
     */
    static Optional<JWTClaimsSet> verified(
            String assertion, String issuer, JWKSet keys, Set<String> endpoints, Duration life, Instant now) {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            if (!signed(jwt, keys)) {
                return Optional.empty();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            boolean holds = issuer.equals(claims.getIssuer())
                    && issuer.equals(claims.getSubject())
                    && claims.getAudience().size() == 1
                    && endpoints.contains(claims.getAudience().get(0))
                    && timely(claims, life, now)
                    && claims.getJWTID() != null
                    && !claims.getJWTID().isEmpty()
                    && claims.getJWTID().length() <= MAX_ID;
            return holds ? Optional.of(claims) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean signed(SignedJWT jwt, JWKSet keys) throws JOSEException {
        JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
        String kid = jwt.getHeader().getKeyID();
        if (kid == null && keys.size() != 1) {
            return false;
        }
        JWK key = kid == null ? keys.getKeys().get(0) : keys.getKeyByKeyId(kid);
        return key instanceof AsymmetricJWK asymmetric
                && algorithms(key).contains(algorithm)
                && jwt.verify(
                        new DefaultJWSVerifierFactory().createJWSVerifier(jwt.getHeader(), asymmetric.toPublicKey()));
    }

    private static List<JWSAlgorithm> algorithms(JWK key) {
        return switch (key) {
            case RSAKey rsa -> List.of(JWSAlgorithm.RS384, JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.PS384);
            case ECKey ec when ec.getCurve().getName().equals("P-256") -> List.of(JWSAlgorithm.ES256);
            case ECKey ec when ec.getCurve().getName().equals("P-384") -> List.of(JWSAlgorithm.ES384);
            default -> List.of();
        };
    }

    private static boolean timely(JWTClaimsSet claims, Duration life, Instant now) {
        if (claims.getExpirationTime() == null) {
            return false;
        }
        Instant expires = claims.getExpirationTime().toInstant();
        boolean begun = claims.getNotBeforeTime() == null
                || !claims.getNotBeforeTime().toInstant().isAfter(now.plus(SKEW));
        boolean made = claims.getIssueTime() == null
                || !claims.getIssueTime().toInstant().isAfter(now.plus(SKEW));
        return begun
                && made
                && expires.isAfter(now)
                && !expires.isAfter(now.plus(life).plus(SKEW));
    }
}
