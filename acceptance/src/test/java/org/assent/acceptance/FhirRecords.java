package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.assent.site.demo.story.PlainConsent;

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

    /** The ImagingStudy of a study once the registration of all its instances is final; they may come in several requests. */
    JsonNode availableStudy(Study study) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> availableStudy(study.uid()),
                        resource -> resource.path("numberOfInstances").asInt()
                                == study.files().size());
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

    /**
     * Permits an organization to see a study that is available here, by a plain Consent, as its patient's EHR would.
     *
     * @return the Consent as stored
     */
    JsonNode permit(Study study, String recipient) {
        String patient = availableStudy(study).at("/subject/reference").asText();
        Response created =
                postConsent(PlainConsent.json(patient, organization("North"), organization(recipient), study.uid()));
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        return parse(created);
    }

    /** Takes a permission back. */
    void revoke(JsonNode consent) {
        Response revoked = putStatus(consent, "inactive");
        assertThat(revoked.statusCode()).as(revoked.asString()).isEqualTo(200);
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
        return parse(response.asString());
    }

    /** A text as a tree. */
    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
