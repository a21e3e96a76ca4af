package org.assent.fhir.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The CapabilityStatement: open, small, and naming only what is there. */
class CapabilitiesTest {

    @Test
    @Tag("PCF-108-11")
    @Tag("IUA-72-03")
    void shouldSayWhatIsOfferedWithoutToken() {
        TestClient.Answer metadata = TestSite.get().anonymous().get("/metadata");

        assertThat(metadata.status()).as(metadata.body()).isEqualTo(200);
        assertThat(metadata.body())
                .contains("https://profiles.ihe.net/ITI/PCF/CapabilityStatement/IHE.PCF.consentRegistry")
                .contains("\"code\":\"IUA\"")
                .contains("SMART-on-FHIR")
                .doesNotContain("Subscription")
                .doesNotContain("patch")
                .doesNotContain("HAPI");
        assertThat(metadata.body().length()).isLessThan(32_000);
    }
}
