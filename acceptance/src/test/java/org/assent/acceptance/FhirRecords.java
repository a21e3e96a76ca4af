package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** What the story asks of a site's FHIR interface, in FHIR's words. */
final class FhirRecords {

    static final ObjectMapper JSON = new ObjectMapper();

    /** FHIR's media type. */
    static final String FHIR_JSON = "application/fhir+json";

    private final Hospital hospital;

    FhirRecords(Hospital hospital) {
        this.hospital = hospital;
    }

    /** The ImagingStudy of a study once its registration is final. */
    JsonNode availableStudy(String studyUid) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> search("ehr", "ImagingStudy?identifier=urn:dicom:uid|urn:oid:" + studyUid),
                        bundle -> "available"
                                .equals(bundle.at("/entry/0/resource/status").asText()))
                .at("/entry/0/resource");
    }

    /** Searches and answers the Bundle. */
    JsonNode search(String role, String query) {
        Response response = hospital.as(role).accept(FHIR_JSON).get("/fhir/r4/" + query.replace("|", "%7C"));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return parse(response);
    }

    /** Reference of the Organization that mirrors a member of the network, by its name. */
    String organization(String name) {
        return "Organization/"
                + await().atMost(Duration.ofSeconds(20))
                        .until(
                                () -> search("ehr", "Organization?name=" + name)
                                        .at("/entry/0/resource/id")
                                        .asText(),
                                id -> !id.isEmpty());
    }

    /** POSTs a Consent as the EHR. */
    Response postConsent(String consent) {
        return hospital.as("ehr")
                .contentType(FHIR_JSON)
                .accept(FHIR_JSON)
                .body(consent)
                .post("/fhir/r4/Consent");
    }

    /** PUTs the Consent with another status as the EHR. */
    Response putStatus(JsonNode consent, String status) {
        com.fasterxml.jackson.databind.node.ObjectNode changed = consent.deepCopy();
        changed.put("status", status);
        return hospital.as("ehr")
                .contentType(FHIR_JSON)
                .accept(FHIR_JSON)
                .body(changed.toString())
                .put("/fhir/r4/Consent/" + consent.path("id").asText());
    }

    /** The body as a tree. */
    static JsonNode parse(Response response) {
        try {
            return JSON.readTree(response.asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
