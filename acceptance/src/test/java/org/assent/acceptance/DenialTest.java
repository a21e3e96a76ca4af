package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A second Consent that denies what a first one permits: South forgets the study, and has it again when the denial ends. */
@Tag("story")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DenialTest {

    private static final Duration WITHIN = Duration.ofSeconds(20);

    private Hospital south;
    private FhirRecords northFhir;
    private FhirRecords southFhir;
    private Permission permission;
    private JsonNode permit = MissingNode.getInstance();
    private JsonNode denial = MissingNode.getInstance();

    @BeforeAll
    void begin(FourSites sites) {
        south = sites.south();
        northFhir = new FhirRecords(sites.north());
        southFhir = new FhirRecords(south);
        permission = Permission.prepare(sites.north(), south, "DENIAL-1", 311);
    }

    @Test
    @Order(1)
    void shouldListTheStudyAtSouthWhenThePatientPermits() {
        permit = northFhir.permit(permission.study(), "South");

        awaitListed();
    }

    @Test
    @Order(2)
    void shouldShowSouthNothingWhenALaterConsentDenies() {
        ObjectNode body = permit.deepCopy();
        body.remove("id");
        body.remove("meta");
        ((ObjectNode) body.get("provision")).put("type", "deny");
        var created = northFhir.postConsent(body.toString());
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        denial = FhirRecords.parse(created);

        await().atMost(WITHIN).untilAsserted(() -> {
            assertThat(south.searchStatus(permission.study().uid())).isEqualTo(204);
            assertThat(permission.pixels(south).statusCode()).isEqualTo(404);
            assertThat(found()).isZero();
        });
        assertThat(northFhir
                        .search("ehr", "Consent?_id=" + permit.path("id").asText())
                        .at("/entry/0/resource/status")
                        .asText())
                .as("the permission itself stays open")
                .isEqualTo("active");
    }

    @Test
    @Order(3)
    void shouldListTheStudyAtSouthAgainWhenTheDenialEnds() {
        northFhir.revoke(denial);

        awaitListed();
    }

    private void awaitListed() {
        await().atMost(WITHIN).untilAsserted(() -> {
            assertThat(south.searchStatus(permission.study().uid())).isEqualTo(200);
            assertThat(found()).isEqualTo(1);
            assertThat(permission.pixels(south).statusCode()).isEqualTo(200);
        });
    }

    private int found() {
        return southFhir
                .search(
                        "clinician",
                        "ImagingStudy?identifier=urn:dicom:uid|urn:oid:"
                                + permission.study().uid())
                .path("total")
                .asInt();
    }
}
