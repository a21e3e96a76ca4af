package org.assent.authorization.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64URL;
import java.util.Set;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.signature.Signer;

/**
 * Signs JWS by ES256 with a ledger key, wherever it is kept: a ledger signature is {@code r ‖ s} over a SHA-256 hash, which is
 * what RFC 7518 §3.4 wants.
 */
public final class LedgerJwsSigner implements JWSSigner {

    private final Signer key;
    private final JCAContext context = new JCAContext();

    /** Signs with the key. */
    public LedgerJwsSigner(Signer key) {
        this.key = key;
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] signingInput) throws JOSEException {
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm())) {
            throw new JOSEException("a ledger key signs by ES256 only, not by " + header.getAlgorithm());
        }
        return Base64URL.encode(key.sign(Hash.sha256(signingInput)).toByteArray());
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.ES256);
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }
}
