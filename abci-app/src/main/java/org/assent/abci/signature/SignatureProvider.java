package org.assent.abci.signature;

import java.util.Optional;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.SignatureVerifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose code verifies signatures on this node (docs/adr/0023-a-native-verifier-by-default.md). All give the same answers; they
 * differ in speed.
 */
public enum SignatureProvider {
    /** Amazon's Corretto provider, native code, where its library loads; Bouncy Castle elsewhere. */
    CORRETTO("corretto"),
    /** Bouncy Castle, plain Java. */
    BOUNCY_CASTLE("bouncy-castle");

    private static final Logger LOG = LoggerFactory.getLogger(SignatureProvider.class);

    private final String word;

    SignatureProvider(String word) {
        this.word = word;
    }

    /** As in the configuration. */
    public String word() {
        return word;
    }

    /** A new verifier, with no keys kept yet. */
    public SignatureVerifier verifier() {
        return nativeVerifier().orElseGet(BouncyCastleVerifier::new);
    }

    /** Whether it is there: on this machine its library loads, or it needs none. */
    public boolean isThere() {
        return this == BOUNCY_CASTLE || CorrettoVerifier.ifThere().isPresent();
    }

    private Optional<SignatureVerifier> nativeVerifier() {
        if (this == BOUNCY_CASTLE) {
            return Optional.empty();
        }
        Optional<SignatureVerifier> verifier = CorrettoVerifier.ifThere();
        if (verifier.isEmpty()) {
            LOG.info("Amazon's Corretto provider does not load on this machine; Bouncy Castle verifies signatures");
        }
        return verifier;
    }
}
