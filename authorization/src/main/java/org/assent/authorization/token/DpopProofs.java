package org.assent.authorization.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.bytes.Hash;

/**
 * Checks DPoP proofs (RFC 9449 §4.3): of this method and address, fresh, used once, by the key that the token is bound to.
 * Thread-safe.
 *
 * <p>Used proofs are remembered in memory for as long as they would be fresh. So that a restart does not open that window
 * again, proofs made before this process could remember are refused; the client makes another.
 */
public final class DpopProofs {

    private static final JOSEObjectType TYPE = new JOSEObjectType("dpop+jwt");
    private static final Duration AGE = Duration.ofSeconds(60);
    private static final Duration SKEW = Duration.ofSeconds(5);
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_ID = 128;

    private final Clock clock;
    private final Instant rememberedSince;
    private final RecentlyUsed used;

    /**
     * For one process.
     *
     * @param started when this process started, after any earlier one of this site had ended
     */
    public DpopProofs(Clock clock, Instant started) {
        this.clock = clock;
        this.rememberedSince = started.plus(SKEW);
        this.used = new RecentlyUsed(clock);
    }

    /**
     * Checks a proof and uses it up.
     *
     * @param method of the request
     * @param targets addresses of the request without query, one for each name that this port has
     * @param accessToken the token that it goes with; empty at the token endpoint
     * @return thumbprint of its key (RFC 7638)
     * @throws CredentialException if it does not hold, or was used before
     */
    public String verify(String proof, String method, Set<String> targets, Optional<String> accessToken)
            throws CredentialException {
        if (proof.length() > MAX_LENGTH) {
            throw invalid("The DPoP proof is too long.");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(proof);
            ECKey key = key(jwt);
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            requireTarget(claims, method, targets);
            requireToken(claims, accessToken);
            Instant made = requireFresh(claims);
            String thumbprint = key.computeThumbprint().toString();
            String id = claims.getJWTID();
            if (id == null || id.isEmpty() || id.length() > MAX_ID) {
                throw invalid("A DPoP proof has a jti of 1 to " + MAX_ID + " characters.");
            }
            if (!used.firstUse(thumbprint + " " + id, made.plus(AGE).plus(SKEW))) {
                throw invalid("The DPoP proof was used before.");
            }
            return thumbprint;
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw invalid("The DPoP proof is malformed.");
        }
    }

    private static ECKey key(SignedJWT jwt) throws JOSEException, CredentialException {
        boolean form = TYPE.equals(jwt.getHeader().getType())
                && JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm());
        if (!form) {
            throw invalid("A DPoP proof has typ dpop+jwt and alg ES256.");
        }
        if (jwt.getHeader().getJWK() instanceof ECKey key && !key.isPrivate() && Curve.P_256.equals(key.getCurve())) {
            if (jwt.verify(new ECDSAVerifier(key))) {
                return key;
            }
            throw invalid("The DPoP proof was not signed with its key.");
        }
        throw invalid("A DPoP proof has a public P-256 key as jwk.");
    }

    private static void requireTarget(JWTClaimsSet claims, String method, Set<String> targets)
            throws ParseException, CredentialException {
        if (!method.equals(claims.getStringClaim("htm"))) {
            throw invalid("The DPoP proof is for another method.");
        }
        String target = claims.getStringClaim("htu");
        if (target == null || !targets.contains(target)) {
            throw invalid("The DPoP proof is for another address.");
        }
    }

    private static void requireToken(JWTClaimsSet claims, Optional<String> accessToken)
            throws ParseException, CredentialException {
        String hash = claims.getStringClaim("ath");
        if (accessToken.isPresent() && !tokenHash(accessToken.get()).equals(hash)) {
            throw invalid("The DPoP proof is for another token.");
        }
    }

    private Instant requireFresh(JWTClaimsSet claims) throws CredentialException {
        if (claims.getIssueTime() == null) {
            throw invalid("A DPoP proof says when it was made (iat).");
        }
        Instant made = claims.getIssueTime().toInstant();
        Instant now = clock.instant();
        if (made.isBefore(now.minus(AGE)) || made.isAfter(now.plus(SKEW)) || made.isBefore(rememberedSince)) {
            throw invalid("The DPoP proof is not fresh: make one for each request, by a correct clock.");
        }
        return made;
    }

    /** {@code ath} of a token: base64url of its SHA-256 (RFC 9449 §4.2). */
    public static String tokenHash(String accessToken) {
        byte[] hash =
                Hash.sha256(accessToken.getBytes(StandardCharsets.US_ASCII)).toByteArray();
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static CredentialException invalid(String message) {
        return new CredentialException(CredentialException.Code.INVALID_DPOP_PROOF, message);
    }
}
