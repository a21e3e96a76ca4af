package org.assent.authorization.peer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.authorization.jose.ClientAssertion;
import org.assent.authorization.token.DpopProofs;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.Signer;

/**
 * What this site signs when it calls others: assertions by its service key (RFC 7523) and DPoP proofs by a key of this process
 * (RFC 9449). Thread-safe.
 */
public final class SiteCredentials {

    private final OrganizationId own;
    private final Signer serviceKey;
    private final Clock clock;
    private final SecureRandom random;
    private final ECKey proofKey;

    /**
     * For one site.
     *
     * @param serviceKey its service key, as on the ledger
     */
    public SiteCredentials(OrganizationId own, Signer serviceKey, Clock clock, SecureRandom random) {
        this.own = own;
        this.serviceKey = serviceKey;
        this.clock = clock;
        this.random = random;
        try {
            this.proofKey = new ECKeyGenerator(Curve.P_256).secureRandom(random).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java platform makes no P-256 key", e);
        }
    }

    /**
     * An assertion for one request to one token endpoint; it names what it is for, so that it is evidence of just that.
     *
     * @param subjectMatter claims beside those of RFC 7523
     */
    public String assertion(String endpoint, Map<String, List<String>> subjectMatter) throws JOSEException {
        return new ClientAssertion(own.toHex(), serviceKey).of(endpoint, id(), subjectMatter, clock.instant());
    }

    /**
     * A proof for one request.
     *
     * @param target its address; query and fragment are left out
     */
    public String proof(String method, String target, Optional<String> accessToken) throws JOSEException {
        int query = target.indexOf('?');
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .jwtID(id())
                .claim("htm", method)
                .claim("htu", query < 0 ? target : target.substring(0, query))
                .issueTime(Date.from(clock.instant()));
        accessToken.ifPresent(token -> claims.claim("ath", DpopProofs.tokenHash(token)));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(proofKey.toPublicJWK())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims.build());
        jwt.sign(new ECDSASigner(proofKey));
        return jwt.serialize();
    }

    private String id() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
