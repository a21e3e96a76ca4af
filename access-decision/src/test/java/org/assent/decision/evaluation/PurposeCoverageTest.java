package org.assent.decision.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.PurposeOfUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurposeCoverageTest {

    /** From the hierarchy of HL7 v3 ActReason as published with FHIR R4. */
    @ParameterizedTest
    @CsvSource({
        "TREAT, TREAT, true",
        "TREAT, ETREAT, true",
        "TREAT, ERTREAT, true",
        "TREAT, CLINTRL, true",
        "TREAT, COC, true",
        "TREAT, BTG, false",
        "ETREAT, BTG, false",
        "PurposeOfUse, BTG, false",
        "BTG, BTG, true",
        "BTG, TREAT, false",
        "ETREAT, TREAT, false",
        "HRESCH, CLINTRCH, true",
        "HRESCH, PRECLINTRCH, true",
        "CLINTRCH, HRESCH, false",
        "TREAT, HRESCH, false",
        "HOPERAT, LABELING, true",
        "HOPERAT, HTEST, true",
        "HPAYMT, ELIGVER, true",
        "HPAYMT, HOPERAT, false",
        "PATRQT, FAMRQT, true",
        "PUBHLTH, THREAT, true",
        "PurposeOfUse, MILDCRG, true",
        "TREAT, unknown, false",
        "unknown, TREAT, false"
    })
    void shouldCoverWhatIsBelowItWhenCodesAreOfActReason(String granted, String asked, boolean covers) {
        assertThat(PurposeCoverage.covers(
                        new PurposeOfUse(PurposeOfUse.ACT_REASON, granted),
                        new PurposeOfUse(PurposeOfUse.ACT_REASON, asked)))
                .isEqualTo(covers);
    }

    @Test
    void shouldCoverOnlyItselfWhenTheSystemIsAnother() {
        PurposeOfUse own = new PurposeOfUse("urn:study-group", "TREAT");
        assertThat(PurposeCoverage.covers(own, own)).isTrue();
        assertThat(PurposeCoverage.covers(own, PurposeOfUse.TREAT)).isFalse();
        assertThat(PurposeCoverage.covers(PurposeOfUse.TREAT, own)).isFalse();
        assertThat(PurposeCoverage.covers(PurposeOfUse.TREAT, new PurposeOfUse("urn:study-group", "ETREAT")))
                .isFalse();
    }

    @Test
    void shouldPermitNothingWhenAPolicyIsNotUnderstood() {
        assertThat(ImplicitPolicy.fromUri("https://example.org/everything")).isEqualTo(ImplicitPolicy.DENY);
        assertThat(ImplicitPolicy.fromUri(ImplicitPolicy.ALL_NORMAL.uri())).isEqualTo(ImplicitPolicy.ALL_NORMAL);
        assertThat(ImplicitPolicy.ALL_NORMAL.permits(PurposeOfUse.BTG)).isFalse();
        assertThat(ImplicitPolicy.BREAK_GLASS_ONLY.permits(PurposeOfUse.BTG)).isTrue();
        assertThat(ImplicitPolicy.BREAK_GLASS_ONLY.permits(PurposeOfUse.TREAT)).isFalse();
        assertThat(ImplicitPolicy.BASIC_NORMAL.permits(PurposeOfUse.TREAT)).isTrue();
        assertThat(ImplicitPolicy.BASIC_NORMAL.permits(PurposeOfUse.PATRQT)).isFalse();
    }
}
