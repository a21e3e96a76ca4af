package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.assent.abci.testing.Keys;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.transaction.Priority;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L8")
class AdmissionTest {

    private static final TransactionId CLOSING = new TransactionId(Keys.bytes("closing"));
    private static final TransactionId OTHER = new TransactionId(Keys.bytes("other"));

    private final Admission admission = new Admission(RestrictionStore.none());

    @Test
    void shouldKeepARestrictionOnceWhenItComesUnderOtherSignatures() {
        ByteString first = ByteString.copyFromUtf8("closing, first signature");
        ByteString second = ByteString.copyFromUtf8("closing, second signature");
        admission.admitted(first, Priority.RESTRICTION, CLOSING, 1);

        assertThat(admission.hasRoom(Priority.RESTRICTION, second, CLOSING)).isFalse();
        assertThat(admission.hasRoom(Priority.RESTRICTION, first, CLOSING))
                .as("the very same again")
                .isTrue();
        assertThat(admission.hasRoom(Priority.RESTRICTION, second, OTHER)).isTrue();
    }

    @Test
    void shouldHaveRoomAgainWhenTheRestrictionIsInABlock() {
        ByteString first = ByteString.copyFromUtf8("closing, first signature");
        ByteString second = ByteString.copyFromUtf8("closing, second signature");
        admission.admitted(first, Priority.RESTRICTION, CLOSING, 1);

        admission.inBlock(2, false, "proposer", List.of(first));

        assertThat(admission.hasRoom(Priority.RESTRICTION, second, CLOSING)).isTrue();
        assertThat(admission.restrictions()).isEmpty();
    }
}
