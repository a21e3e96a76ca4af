package org.assent.authorization.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.assent.ledger.signature.Signer;

/**
 * What a client proves itself by at a token endpoint (RFC 7523 §3, {@code private_key_jwt}), signed with a ledger key.
 *
 * @param client its {@code iss} and {@code sub}
 * @param key signs it; its thumbprint is the {@code kid}
 */
public record ClientAssertion(String client, Signer key) {

    /** Within the 60 seconds that sites accept, with room for clocks that differ. */
    private static final Duration LIFE = Duration.ofSeconds(50);

    /**
     * An assertion for one request to one token endpoint.
     *
     * @param id its {@code jti}, used once
     * @param matter claims beside those of RFC 7523
     */
    public String of(String endpoint, String id, Map<String, List<String>> matter, Instant now) throws JOSEException {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(endpoint)
                .jwtID(id)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
        matter.forEach((name, values) -> claims.claim(name, values.size() == 1 ? values.get(0) : values));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(LedgerJwk.of(key.publicKey()).getKeyID())
                .build();
        SignedJWT jwt = new SignedJWT(header, claims.build());
        jwt.sign(new LedgerJwsSigner(key));
        return jwt.serialize();
    }
}
