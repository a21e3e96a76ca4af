package org.assent.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A recipient keeps a receipt for every permission it used, so its view stays small. */
@Tag("L7")
@Tag("L9")
class ReceiptSizeTest {

    private static final int RECIPIENTS_MOST = 8 * 1024;

    @Test
    void shouldHaveAtMost8KiBWhenThereAre16ValidatorsAndManyStudies() {
        Ward ward = new Ward(new SyntheticChain(16), 20_000)
                .consent(Consented.to("south", "1.2.826.0.1.3680043.8.498.45787841905188114249031600218741234567"))
                .consent(Consented.to("west"))
                .consent(Consented.notTo("west"))
                .consent(Consented.to("north"));
        Receipt patient = ward.decide(
                Ward.treatment("south", "1.2.826.0.1.3680043.8.498.45787841905188114249031600218741234567"));
        Receipt recipient = ReceiptBuilder.recipient(patient);
        assertThat(recipient.evidence().commit().votes())
                .as("no more votes than are needed: 11 of 16")
                .hasSize(11);
        int length = ReceiptCodec.encode(recipient).length();
        int siblings = recipient.evidence().source().siblings().size()
                + recipient.evidence().subject().siblings().size()
                + recipient.evidence().studies().getFirst().proven().siblings().size();
        System.out.println("recipient's view: " + length + " bytes with " + siblings + " siblings in three paths; "
                + "patient's view: " + ReceiptCodec.encode(patient).length() + " bytes");
        // a state of n leaves has paths of about log2 n + 1; what ten million would add, at 32 bytes in base64 a level
        int more = Math.max(0, 3 * 25 - siblings) * 43;
        System.out.println("with ten million leaves about " + (length + more) + " bytes");
        assertThat(length + more).isLessThanOrEqualTo(RECIPIENTS_MOST);
        assertThat(ward.verifier().verify(recipient).valid()).isTrue();
    }

    @Test
    void shouldFitInto64KiBWhenAListingIsAsLongAsItMayBe() {
        Set<String> studies = new TreeSet<>();
        for (int i = 0; i < Request.MAX_STUDIES; i++) {
            studies.add("1.2.826.0.1.3680043.8.498.4578784190518811424903160021874123" + (1000 + i));
        }
        Ward ward = new Ward(new SyntheticChain(16), 4_000).consent(Consented.to("south"));
        Receipt listing = ward.decide(Ward.request(
                "south",
                org.assent.decision.request.Operation.SEARCH,
                Set.of(org.assent.decision.request.PurposeOfUse.TREAT),
                studies.toArray(String[]::new)));
        int length = ReceiptCodec.encode(listing).length();
        System.out.println("listing of 32 studies: " + length + " bytes");
        assertThat(length).isLessThanOrEqualTo(Receipt.MAX_LENGTH);
        assertThat(ward.verifier().verify(listing).valid()).isTrue();
    }
}
