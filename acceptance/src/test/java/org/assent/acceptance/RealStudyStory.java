package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job on a study that a scanner made: stored at North, permitted to South, fetched whole, taken back. */
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class RealStudyStory {

    private static final String ANY_FRAME =
            "multipart/related; type=\"application/octet-stream\"; transfer-syntax=\"*\"";
    private static final String ANY_INSTANCE = "multipart/related; type=\"application/dicom\"; transfer-syntax=\"*\"";
    private static final Duration SHARED_WITHIN = Duration.ofSeconds(20);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(20);

    private final Study study;
    private Hospital north;
    private Hospital south;
    private FhirRecords northFhir;
    private JsonNode consent = MissingNode.getInstance();

    /** Plays the story with a study; which must have one series, without encapsulated pixels. */
    RealStudyStory(Study study) {
        this.study = study;
    }

    @BeforeAll
    void begin(FourSites sites) {
        north = sites.north();
        south = sites.south();
        northFhir = new FhirRecords(north);
    }

    @Test
    @Order(1)
    void shouldMakeTheStudyAvailableWhenAModalityHasStoredIt() {
        Modality.store(north, study);

        JsonNode resource = northFhir.availableStudy(study);
        assertThat(resource.toString()).contains("ledger-anchor");
    }

    @Test
    @Order(2)
    void shouldShowSouthNothingWhenNothingIsPermitted() {
        assertThat(south.searchStatus(study.uid())).isEqualTo(204);
        assertThat(frame(south, 0).statusCode()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void shouldGiveSouthEveryByteWhenThePatientPermits() {
        consent = northFhir.permit(study, "South");
        await().atMost(SHARED_WITHIN).until(() -> south.searchStatus(study.uid()) == 200);

        Response series = south.as("clinician").accept(ANY_INSTANCE).get(study.seriesPath());

        assertThat(series.statusCode()).isEqualTo(200);
        assertThat(Answers.parts(series)).containsExactlyInAnyOrderElementsOf(study.files());
    }

    @Test
    @Order(4)
    void shouldGiveSouthThePixelsOfEachFrameWhenThePatientPermits() {
        int last = study.files().size() - 1;
        for (int index : List.of(0, last / 2, last)) {
            assertThat(Answers.onlyPart(frame(south, index)))
                    .as("frame of file %d", index)
                    .isEqualTo(study.pixels(index));
        }
    }

    @Test
    @Order(5)
    void shouldRefuseSouthWhenThePermissionIsRevoked() {
        northFhir.revoke(consent);

        await().atMost(STOPPED_WITHIN).untilAsserted(() -> {
            assertThat(frame(south, 0).statusCode()).isEqualTo(404);
            assertThat(south.searchStatus(study.uid())).isEqualTo(204);
            assertThat(south.as("clinician")
                            .get(study.seriesPath() + "/metadata")
                            .statusCode())
                    .isEqualTo(404);
        });
        assertThat(frame(north, 0).statusCode()).isEqualTo(200);
    }

    private Response frame(Hospital hospital, int index) {
        return hospital.as("clinician").accept(ANY_FRAME).get(study.instancePath(index) + "/frames/1");
    }
}
