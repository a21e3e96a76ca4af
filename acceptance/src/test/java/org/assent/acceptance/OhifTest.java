package org.assent.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assent.testsupport.Peers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * OHIF in Chromium, as clinicians at North and at South use it: in one browser, since the four sites of a demo are on one
 * host. Screenshots are in {@code target/ohif}.
 */
@Tag("story")
@Tag("peer-chromium")
@Tag("peer-python")
@ExtendWith(RunningSites.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OhifTest {

    private static final Path PICTURES = Path.of("target", "ohif").toAbsolutePath();
    private static final String WINDOW_CENTER = "40"; // of the phantom
    private static final String WINDOW_WIDTH = "400";
    private static final Pattern INSTANCE_NUMBER = Pattern.compile("I:\\s*(\\d+) \\((\\d+)/(\\d+)\\)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ALL_SLICES = 108;
    private static final int NEIGHBOURS = 4; // that the drawn slice is told from
    private static final int SHARED_SLICES = 24;
    private static final int FRAMES_BEFORE = 4;

    private Hospital north;
    private Hospital south;
    private FhirRecords northFhir;
    private Path python;
    private OhifBrowser browser;
    private Study local;
    private Study shared;
    private Study kept;
    private JsonNode sharedConsent = MissingNode.getInstance();

    @BeforeAll
    void begin(FourSites sites) {
        python = Peers.python();
        browser = OhifBrowser.start(Peers.chromium(), PICTURES);
        north = sites.north();
        south = sites.south();
        northFhir = new FhirRecords(north);
        local = Modality.phantom("OHIF-1", 201, ALL_SLICES);
        shared = Modality.phantom("OHIF-2", 202, SHARED_SLICES);
        kept = Modality.phantom("OHIF-3", 203, SHARED_SLICES);
        for (Study study : List.of(local, shared, kept)) {
            Modality.store(north, study);
        }
    }

    @AfterAll
    void end() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothingLeavesTheMachineAndNoPageFails() {
        JsonNode report = browser.report();

        assertThat(report.path("external")).as(report.toString()).isEmpty();
        assertThat(report.path("errors")).as(report.toString()).isEmpty();
    }

    @Test
    @Order(1)
    void shouldDrawTheMiddleSliceAtNorthWhenAClinicianHasSignedIn() {
        assertThat(browser.signIn(north, "clinician")).isEqualTo("/auth/sign-in");
        browser.awaitInList(north, "Phantom, OHIF-1");

        long drawn = browser.open("north", north, local);
        long all = browser.awaitFrames("north", ALL_SLICES);
        System.out.printf(
                "OHIF at North: first slice drawn after %d ms, %d frames after %d ms%n", drawn, ALL_SLICES, all);

        assertThatMiddleSliceIsDrawn("north", local);
    }

    @Test
    @Order(2)
    void shouldDrawTheMiddleSliceAtSouthWhenThePatientPermits() {
        sharedConsent = northFhir.permit(shared, "South");
        northFhir.permit(kept, "South");
        awaitAtSouth(shared);
        awaitAtSouth(kept);
        assertThat(browser.signIn(south, "clinician")).isEqualTo("/auth/sign-in");
        browser.awaitInList(south, "Phantom, OHIF-2");

        browser.open("south", south, shared);

        assertThatMiddleSliceIsDrawn("south", shared);
        await().atMost(PATIENCE).until(() -> northRecordsFramesFor("South", shared));
    }

    @Test
    @Order(3)
    void shouldGiveNothingMoreButGoOnWithOtherStudiesWhenAPermissionIsRevoked() {
        browser.openHolding("ending", south, shared, FRAMES_BEFORE);
        browser.openHolding("going-on", south, kept, FRAMES_BEFORE);

        northFhir.revoke(sharedConsent);
        await().atMost(PATIENCE).until(() -> south.searchStatus(shared.uid()) == 204);
        OhifBrowser.Answered ending = browser.releaseFrames("ending");
        OhifBrowser.Answered goingOn = browser.releaseFrames("going-on");

        assertThat(ending.statuses()).containsOnly(404);
        assertThat(ending.frames()).isEqualTo(SHARED_SLICES - FRAMES_BEFORE);
        assertThat(goingOn.statuses()).containsOnly(200);
        assertThat(goingOn.frames()).isEqualTo(SHARED_SLICES - FRAMES_BEFORE);
        assertThatMiddleSliceIsDrawn("going-on", kept);
    }

    @Test
    @Order(4)
    void shouldStoreWhatAClinicianUploadsInTheViewer(@TempDir Path folder) {
        Study study = Modality.phantom("OHIF-4", 204, 3);
        study.writeTo(folder);

        JsonNode answer = browser.upload(
                north,
                IntStream.range(0, 3)
                        .mapToObj(index -> folder.resolve(Study.fileName(index)))
                        .toList());

        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.path("authorization").isNull())
                .as("by the session's cookie alone")
                .isTrue();
        northFhir.availableStudy(study);
    }

    /** Whether an AuditEvent of North says that it gave frames of the study to another organization. */
    private boolean northRecordsFramesFor(String recipient, Study study) {
        String patient =
                northFhir.availableStudy(study).at("/subject/reference").asText();
        String organization = northFhir.organization(recipient);
        return northFhir
                .search("privacy-officer", "AuditEvent?_count=100&patient=" + patient)
                .path("entry")
                .valueStream()
                .map(JsonNode::toString)
                .anyMatch(event -> event.contains(organization)
                        && event.contains("/studies/" + study.uid())
                        && event.contains("/frames/")
                        && event.contains("PERMIT"));
    }

    private void awaitAtSouth(Study study) {
        await().atMost(PATIENCE).until(() -> south.searchStatus(study.uid()) == 200);
    }

    private void assertThatMiddleSliceIsDrawn(String tab, Study study) {
        int middle = study.files().size() / 2;
        OhifBrowser.Drawn drawn = browser.scroll(tab, middle);
        Matcher number = INSTANCE_NUMBER.matcher(drawn.text());
        assertThat(number.find()).as(drawn.text()).isTrue();
        Path files = Path.of("target", "ohif", "study-" + tab).toAbsolutePath();
        study.writeTo(files, middle - NEIGHBOURS, middle + NEIGHBOURS);

        Script.Outcome compared = Script.run(
                files,
                Duration.ofMinutes(2),
                List.of(
                        python.toString(),
                        ForeignClients.python("compare_slice.py").toString(),
                        drawn.canvas().toString(),
                        files.toString(),
                        WINDOW_CENTER,
                        WINDOW_WIDTH));

        assertThat(number.group(2)).as(drawn.text()).isEqualTo(String.valueOf(1 + middle));
        assertThat(drawn.distinctGreys()).isGreaterThan(100);
        assertThat(compared.exitCode()).as(compared.complaint()).isZero();
        assertThat(compared.json().path("meanDifference").asDouble())
                .as(compared.printed())
                .isLessThan(2);
        assertThat(compared.json().path("file").asText())
                .as("the slice whose number the viewer shows")
                .isEqualTo(Study.fileName(Integer.parseInt(number.group(1)) - 1));
    }
}
