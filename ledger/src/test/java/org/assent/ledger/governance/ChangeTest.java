package org.assent.ledger.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.transaction.SignedTransaction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChangeTest {

    @Test
    @Tag("L3")
    void shouldRefuseAThresholdThatNoEnvelopeCouldReach() {
        List<PublicKey> accreditors = Stream.generate(() -> P256Signer.generate(new SecureRandom()))
                .limit(Change.SetAccreditors.MAX_ACCREDITORS)
                .map(P256Signer::publicKey)
                .toList();
        int most = Change.SetAccreditors.MAX_THRESHOLD;

        assertThat(most + 1).as("with the newcomer's own").isEqualTo(SignedTransaction.MAX_SIGNATURES);
        assertThat(new Change.SetAccreditors(accreditors, most).threshold()).isEqualTo(most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Change.SetAccreditors(accreditors, most + 1))
                .withMessageContaining("threshold");
    }
}
