package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** STOW-RS with the cookie of the viewer's session: only from the site's own pages, only for roles that may store. */
@Tag("story")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadByPersonTest {

    private Hospital north;
    private FourSites sites;

    @BeforeAll
    void begin(FourSites sites) {
        this.sites = sites;
        north = sites.north();
    }

    @Test
    void shouldStoreWhenAClinicianUploadsFromThisSitesPage() {
        Study study = small("UPLOAD-1");
        SignedInPerson clinician = new SignedInPerson(north, "clinician");

        Response stored = store(
                clinician.request().headers(Map.of("Origin", north.base(), "Sec-Fetch-Site", "same-origin")), study);

        assertThat(stored.statusCode()).as(stored.asString()).isEqualTo(200);
        assertThat(north.searchStatus(study.uid())).isEqualTo(200);
    }

    @Test
    void shouldRefuseAndStoreNothingWhenAnotherSitesPageUsesTheCookie() {
        Study study = small("UPLOAD-2");
        SignedInPerson clinician = new SignedInPerson(north, "clinician");

        for (Map<String, String> told : List.of(
                Map.of("Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"),
                Map.of("Origin", "https://elsewhere.example"),
                Map.of("Sec-Fetch-Site", "cross-site"),
                // the other sites of one host: another port is another origin, and the same site
                Map.of("Origin", sites.south().base(), "Sec-Fetch-Site", "same-site"),
                Map.of("Origin", north.base(), "Sec-Fetch-Site", "same-site"),
                Map.of("Origin", "null"),
                Map.<String, String>of())) {
            Response refused = store(clinician.request().headers(told), study);

            assertThat(refused.statusCode()).as(told.toString()).isEqualTo(403);
            assertThat(refused.contentType()).as(told.toString()).contains("application/problem+json");
        }
        assertThat(north.searchStatus(study.uid())).isEqualTo(204);
    }

    @Test
    void shouldRefuseAndStoreNothingWhenARoleMayNotStore() {
        Study study = small("UPLOAD-3");
        SignedInPerson officer = new SignedInPerson(north, "privacy");

        Response refused = store(
                officer.request().headers(Map.of("Origin", north.base(), "Sec-Fetch-Site", "same-origin")), study);

        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(403);
        assertThat(north.searchStatus(study.uid())).isEqualTo(204);
    }

    /** A study that fits into one packet: a refusal may come, and close the connection, before the body was read. */
    private static Study small(String patientId) {
        String study = "2.25." + Integer.toUnsignedString(patientId.hashCode());
        return Study.of(List.of(SyntheticDicom.secondaryCapture(study, study + ".1", study + ".1.1", patientId)));
    }

    private static Response store(RequestSpecification request, Study study) {
        return request.contentType(Study.MULTIPART)
                .accept("application/dicom+json")
                .body(study.multipart())
                .post("/dicomweb/studies");
    }
}
