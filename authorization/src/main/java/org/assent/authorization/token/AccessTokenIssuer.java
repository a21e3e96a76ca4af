package org.assent.authorization.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assent.authorization.jose.LedgerJwk;
import org.assent.authorization.jose.LedgerJwsSigner;
import org.assent.authorization.principal.Role;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;

/** Writes access tokens: JWT signed by ES256 with this site's token key, {@code typ} {@code at+jwt} (RFC 9068). Thread-safe. */
public final class AccessTokenIssuer {

    /** {@code typ} of an access token. */
    static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final String issuer;
    private final TokenKeys keys;
    private volatile Signing signing;

    /** By one key. */
    private record Signing(PublicKey key, LedgerJwsSigner signer, JWSHeader header) {

        static Signing by(Signer key) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .type(TYPE)
                    .keyID(LedgerJwk.of(key.publicKey()).getKeyID())
                    .build();
            return new Signing(key.publicKey(), new LedgerJwsSigner(key), header);
        }
    }

    /**
     * For one site.
     *
     * @param issuer its name as issuer
     * @param keys its token keys
     */
    public AccessTokenIssuer(String issuer, TokenKeys keys) {
        this.issuer = issuer;
        this.keys = keys;
        this.signing = Signing.by(keys.current());
    }

    private Signing signing() {
        Signer current = keys.current();
        Signing known = signing;
        if (!known.key().equals(current.publicKey())) {
            known = Signing.by(current);
            signing = known;
        }
        return known;
    }

    /** Writes a token, with the given {@code extensions} claim. */
    public String issue(AccessToken token, Map<String, Object> extensions) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject(
                        token.holder() instanceof AccessToken.Holder.Person person
                                ? person.accountId()
                                : token.clientId())
                .claim("client_id", token.clientId())
                .audience(new ArrayList<>(new TreeSet<>(token.audience())))
                .jwtID(token.id())
                .issueTime(Date.from(token.issuedAt()))
                .notBeforeTime(Date.from(token.issuedAt()))
                .expirationTime(Date.from(token.expiresAt()))
                .claim("scope", token.scopes().toString())
                .claim("extensions", extensions);
        token.keyThumbprint().ifPresent(thumbprint -> claims.claim("cnf", Map.of("jkt", thumbprint)));
        switch (token.holder()) {
            case AccessToken.Holder.Program program -> claims.claim("roles", roles(program.roles()));
            case AccessToken.Holder.Person person -> claims.claim("roles", roles(person.roles()));
            case AccessToken.Holder.Site site ->
                claims.claim("patient", site.patientId())
                        .claim(StudyTokenRequest.STUDY, StudyTokenRequest.STUDY_PREFIX + site.studyInstanceUid());
        }
        Signing by = signing();
        SignedJWT jwt = new SignedJWT(by.header(), claims.build());
        try {
            jwt.sign(by.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("the token key does not sign", e);
        }
        return jwt.serialize();
    }

    private static List<String> roles(Set<Role> roles) {
        return new TreeSet<>(roles).stream().map(Role::name).toList();
    }
}
