package org.assent.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.chain.NotProven;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a source signs when it decides becomes the receipt when the next header is there; until then it proves nothing. */
@Tag("L7")
class ReceiptDraftTest {

    private static final String HEAD = "2.25.101";

    private final Ward ward = Ward.small();

    @Test
    void shouldProveNothingWhileTheNextHeaderIsNotThere() {
        ward.consent(Consented.to("south", HEAD));
        ReceiptDraft draft = draft(ward.gather(Ward.treatment("south", HEAD)));

        Verdict verdict = ward.verifier().verify(draft.encode().toByteArray());

        assertThat(verdict.findings()).allMatch(Finding.Fails.class::isInstance);
    }

    @Test
    void shouldBeTheSameReceiptAsOneMadeAtOnceWhenItIsCompletedAfterARestart() throws MalformedBytes, NotProven {
        ward.consent(Consented.to("south", HEAD)).consent(Consented.to("west"));
        Gathered gathered = ward.gather(Ward.treatment("south", HEAD));

        Receipt completed = ReceiptDraft.decode(draft(gathered).encode().toByteArray())
                .complete(gathered.header(), gathered.commit(), gathered.term());

        assertThat(completed).isEqualTo(Ward.sign(gathered));
        assertThat(ward.verifier().verify(completed).valid()).isTrue();
    }

    private static ReceiptDraft draft(Gathered gathered) {
        Receipt whole = Ward.sign(gathered);
        return ReceiptDraft.sign(
                whole.statement(),
                whole.request(),
                new ReceiptDraft.Proofs(
                        whole.evidence().source(),
                        whole.evidence().requester(),
                        whole.evidence().subject(),
                        whole.evidence().studies(),
                        gathered.consents()),
                TestKeys.signer("north service"));
    }
}
