package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import org.assent.site.demo.story.PlainConsent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The main job: a study is stored at North, its patient permits South to see it, South sees it, nobody else does, and
 * when the permission ends South no longer does.
 */
@Tag("story")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoryTest {

    private static final String ANY_MULTIPART =
            "multipart/related; type=\"application/octet-stream\"; transfer-syntax=\"*\"";

    private Hospital north;
    private Hospital south;
    private Hospital east;
    private FhirRecords northFhir;
    private Study shared;
    private Study kept;
    private String patient = "";
    private JsonNode consent = MissingNode.getInstance();
    private JsonNode keptConsent = MissingNode.getInstance();

    @BeforeAll
    void begin(FourSites sites) {
        north = sites.north();
        south = sites.south();
        east = sites.east();
        northFhir = new FhirRecords(north);
        shared = Modality.phantom("STORY-1", 101, 12);
        kept = Modality.phantom("STORY-2", 102, 4);
    }

    @Test
    @Order(1)
    @Tag("WIC-01")
    void shouldMakeTheStudyAvailableWhenAModalityHasStoredIt() {
        for (Study study : List.of(shared, kept)) {
            Modality.store(north, study);
        }

        JsonNode listed = qido(north, "?StudyInstanceUID=" + shared.uid());
        JsonNode resource = northFhir.availableStudy(shared.uid());
        northFhir.availableStudy(kept.uid());

        assertThat(listed).hasSize(1);
        assertThat(listed.at("/0/00201208/Value/0").asInt())
                .isEqualTo(shared.files().size());
        assertThat(resource.toString()).contains("ledger-anchor");
        patient = resource.at("/subject/reference").asText();
        assertThat(patient).startsWith("Patient/");
    }

    @Test
    @Order(2)
    void shouldShowSouthNothingWhenNothingIsPermitted() {
        String random = "2.25.123456789012345678901234567890";

        assertThat(south.as("clinician")
                        .get("/dicomweb/studies?StudyInstanceUID=" + shared.uid())
                        .statusCode())
                .isEqualTo(204);
        for (String path : List.of(
                "/dicomweb/studies/%s",
                "/dicomweb/studies/%s/metadata",
                "/dicomweb/studies/%s/series/" + shared.series() + "/instances/"
                        + shared.instances().get(0),
                "/dicomweb/studies/%s/series/" + shared.series() + "/instances/"
                        + shared.instances().get(0) + "/frames/1",
                "/fhir/r4/ImagingStudy?identifier=urn:dicom:uid%%7Curn:oid:%s")) {
            Response real = south.as("clinician").get(path.formatted(shared.uid()));
            Response missing = south.as("clinician").get(path.formatted(random));

            assertThat(Answers.blanked(real, shared.uid())).as(path).isEqualTo(Answers.blanked(missing, random));
        }
    }

    @Test
    @Order(3)
    void shouldRecordThePermissionWhenTheEhrPostsAConsent() {
        String custodian = northFhir.organization("North");
        String recipient = northFhir.organization("South");

        Response created = northFhir.postConsent(PlainConsent.json(patient, custodian, recipient, shared.uid()));
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        consent = FhirRecords.parse(created);
        String keptPatient =
                northFhir.availableStudy(kept.uid()).at("/subject/reference").asText();
        keptConsent = FhirRecords.parse(
                northFhir.postConsent(PlainConsent.json(keptPatient, custodian, recipient, kept.uid())));

        Response again = northFhir.postConsent(PlainConsent.json(patient, custodian, recipient, shared.uid()));
        assertThat(FhirRecords.parse(again).path("id").asText())
                .isEqualTo(consent.path("id").asText());
        JsonNode provenance = northFhir.search(
                "privacy-officer",
                "Provenance?target=Consent/" + consent.path("id").asText());
        assertThat(provenance.path("total").asInt()).as(provenance.toString()).isGreaterThanOrEqualTo(1);
    }

    @Test
    @Order(4)
    void shouldGiveSouthThePixelsWhenThePermissionIsInForce() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(south.as("clinician")
                        .get("/dicomweb/studies?StudyInstanceUID=" + shared.uid())
                        .statusCode())
                .isEqualTo(200));

        Response atSouth = south.as("clinician").accept(ANY_MULTIPART).get(shared.instancePath(5) + "/frames/1");
        Response atNorth = north.as("clinician").accept(ANY_MULTIPART).get(shared.instancePath(5) + "/frames/1");
        Response metadata = south.as("clinician")
                .accept("application/dicom+json")
                .get("/dicomweb/studies/" + shared.uid() + "/series/" + shared.series() + "/metadata");

        assertThat(atSouth.statusCode()).as(atSouth.asString()).isEqualTo(200);
        assertThat(Answers.onlyPart(atSouth))
                .isEqualTo(Answers.onlyPart(atNorth))
                .hasSize(512 * 512 * 2);
        assertThat(FhirRecords.parse(metadata)).hasSize(shared.files().size());
        assertThat(metadata.asString()).doesNotContain(north.base());
    }

    @Test
    @Order(5)
    void shouldShowEastNothingWhenOnlySouthIsPermitted() {
        assertThat(qidoStatus(east)).isEqualTo(204);
        assertThat(east.as("clinician")
                        .accept(ANY_MULTIPART)
                        .get(shared.instancePath(0) + "/frames/1")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Tag("TH-23")
    @Order(6)
    void shouldRefuseSouthWhenThePermissionIsRevoked() {
        Response revoked = northFhir.putStatus(consent, "inactive");
        assertThat(revoked.statusCode()).as(revoked.asString()).isEqualTo(200);

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            assertThat(south.as("clinician")
                            .accept(ANY_MULTIPART)
                            .get(shared.instancePath(0) + "/frames/1")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(qidoStatus(south)).isEqualTo(204);
        });
        assertThat(south.as("clinician")
                        .accept(ANY_MULTIPART)
                        .get(kept.instancePath(0) + "/frames/1")
                        .statusCode())
                .as("another permitted study")
                .isEqualTo(200);
        assertThat(keptConsent.path("status").asText()).isEqualTo("active");
    }

    private int qidoStatus(Hospital hospital) {
        return hospital.as("clinician")
                .get("/dicomweb/studies?StudyInstanceUID=" + shared.uid())
                .statusCode();
    }

    private static JsonNode qido(Hospital hospital, String query) {
        Response response =
                hospital.as("clinician").accept("application/dicom+json").get("/dicomweb/studies" + query);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return FhirRecords.parse(response);
    }
}
