package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assent.audit.AccessFacts;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.decision.AccessDecision;
import org.assent.decision.ListedStudy;
import org.assent.decision.request.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is hidden is answered exactly like what does not exist, and everything is decided and logged. */
class HiddenOrMissingTest {

    private static final String HIDDEN = "2.25.100";
    private static final String MISSING = "2.25.999";
    private static final String VISIBLE = "2.25.101";

    @TempDir
    private static Path folder;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder);
        site.store(
                Samples.ctFile(HIDDEN, "2.25.200", "2.25.1"),
                Samples.ctFile(HIDDEN, "2.25.200", "2.25.2"),
                Samples.ctFile(VISIBLE, "2.25.201", "2.25.3"));
        site.decisions.hide(HIDDEN);
        site.decisions.open(TestSite.OTHER, VISIBLE);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/studies?StudyInstanceUID={study}",
                "/series?StudyInstanceUID={study}",
                "/instances?StudyInstanceUID={study}&includefield=all",
                "/studies/{study}/series",
                "/studies/{study}/instances?limit=1",
                "/studies/{study}/series/2.25.200/instances",
                "/studies/{study}",
                "/studies/{study}/metadata",
                "/studies/{study}/series/2.25.200",
                "/studies/{study}/series/2.25.200/metadata",
                "/studies/{study}/series/2.25.200/instances/2.25.1",
                "/studies/{study}/series/2.25.200/instances/2.25.1/metadata",
                "/studies/{study}/series/2.25.200/instances/2.25.1/frames/1",
                "/studies/{study}/series/2.25.200/instances/2.25.1/frames/9",
                "/studies/{study}/series/2.25.200/instances/2.25.1/bulkdata/7FE00010"
            })
    @Tag("DW-E-08")
    @Tag("DW-Q-24")
    @Tag("PCF-TOK-04")
    @Tag("DW-J-14")
    @Tag("TH-11")
    void shouldAnswerHiddenLikeMissing(String template) throws Exception {
        String hidden = template.replace("{study}", HIDDEN);
        String missing = template.replace("{study}", MISSING);

        assertThat(shape(site.get(hidden, "*/*"))).isEqualTo(shape(site.get(missing, "*/*")));
        assertThat(shape(site.getAsPeer(TestSite.OTHER, "any", hidden, "*/*")))
                .isEqualTo(shape(site.getAsPeer(TestSite.OTHER, "any", missing, "*/*")));
        assertThat(site.getAsPeer(TestSite.OTHER, "any", hidden, "*/*").statusCode())
                .isIn(204, 404);
    }

    @Test
    @Tag("DW-Q-24")
    void shouldCountAndPageAsIfTheHiddenStudyWereNotThere() throws Exception {
        HttpResponse<byte[]> all = site.get("/studies?limit=1", "*/*");
        HttpResponse<byte[]> instances = site.get("/instances?limit=1", "*/*");

        assertThat(new String(all.body(), StandardCharsets.UTF_8))
                .contains(VISIBLE)
                .doesNotContain(HIDDEN);
        assertThat(all.headers().allValues("Warning")).isEmpty();
        assertThat(instances.headers().allValues("Warning")).isEmpty();
    }

    @Test
    @Tag("DW-E-02")
    void shouldAnswerNotFoundWhenTheTokenIsAboutAnotherPatient() throws Exception {
        String path = "/studies/" + VISIBLE + "/metadata";

        assertThat(site.getAsPeer(TestSite.OTHER, "any", path, "*/*").statusCode())
                .isEqualTo(200);
        assertThat(site.getAsPeer(TestSite.OTHER, "another", path, "*/*").statusCode())
                .isEqualTo(404);
        assertThat(site.getAsPeer(TestSite.OTHER, "any", "/studies", "*/*").statusCode())
                .isEqualTo(200);
        assertThat(site.getAsPeer(TestSite.OTHER, "another", "/studies", "*/*").statusCode())
                .isEqualTo(204);
    }

    @Test
    void shouldAnswer503ToOtherOrganizationsWhateverTheyAskWhileTheLedgerIsStale() throws Exception {
        site.decisions.stale(true);
        try {
            for (String path : List.of(
                    "/studies",
                    "/studies/" + VISIBLE + "/metadata",
                    "/studies/" + HIDDEN + "/metadata",
                    "/studies/" + MISSING + "/series")) {
                HttpResponse<byte[]> response = site.getAsPeer(TestSite.OTHER, "any", path, "*/*");
                assertThat(response.statusCode()).as(path).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).isPresent();
                assertThat(response.headers().firstValue("Assent-Receipt")).isPresent();
            }
            assertThat(site.get("/studies/" + VISIBLE + "/metadata", "*/*").statusCode())
                    .isEqualTo(200);
        } finally {
            site.decisions.stale(false);
        }
    }

    @Test
    @Tag("L3")
    void shouldLogRefusalsAndNameTheirReceipt() throws Exception {
        HttpResponse<byte[]> response = site.get("/studies/" + HIDDEN + "/metadata", "*/*");

        FakeAccessLog.Entry entry = site.log.last();
        assertThat(response.headers().firstValue("Assent-Receipt")).contains(entry.receipt());
        assertThat(entry.decision()).isInstanceOf(AccessDecision.Deny.class);
        assertThat(entry.facts().operation()).isEqualTo(Operation.METADATA);
        assertThat(entry.facts().surface()).isEqualTo(AccessFacts.Surface.DICOMWEB);
        assertThat(entry.facts().studyInstanceUids()).containsExactly(HIDDEN);
        assertThat(entry.ended()).isEqualTo(new FakeAccessLog.End(404, 0, 0, false));
    }

    @Test
    void shouldLogTheQueryOfASearchAndWhatItNamed() throws Exception {
        site.get("/studies?StudyInstanceUID=" + VISIBLE, "*/*");

        FakeAccessLog.Entry entry = site.log.last();
        assertThat(entry.facts().query()).isEqualTo("StudyInstanceUID=" + VISIBLE);
        assertThat(entry.facts().studyInstanceUids()).containsExactly(VISIBLE);
    }

    @Test
    @Tag("L7")
    void shouldLogWhatWasDecidedAboutEachStudyWhenAnotherOrganizationSearches() throws Exception {
        HttpResponse<byte[]> found = site.getAsPeer(TestSite.OTHER, "any", "/studies", "*/*");
        FakeAccessLog.Entry entry = site.log.last();
        HttpResponse<byte[]> nothing = site.getAsPeer(TestSite.OTHER, "any", "/studies?PatientName=Nobody", "*/*");

        assertThat(entry.decision()).isInstanceOf(AccessDecision.Permit.class);
        assertThat(entry.decision().basis().listed())
                .extracting(ListedStudy::studyInstanceUid)
                .containsExactly(VISIBLE);
        assertThat(site.log.last().decision().basis().listed())
                .as("whatever was looked for")
                .isEqualTo(entry.decision().basis().listed());
        assertThat(found.headers().firstValue("Assent-Receipt")).contains(entry.receipt());
        assertThat(nothing.headers().firstValue("Assent-Receipt").orElseThrow()).hasSameSizeAs(entry.receipt());
    }

    @Test
    @Tag("DW-E-05")
    void shouldGuardEveryRoute() {
        assertThat(site.dicomweb.routes()).hasSize(16).extracting(Route::guard).allSatisfy(guard -> assertThat(guard)
                .isInstanceOfAny(Guard.Decision.class, Guard.Roles.class));
        assertThat(site.dicomweb.routes())
                .filteredOn(route -> route.methods().contains("GET"))
                .allSatisfy(route -> assertThat(route.guard()).isInstanceOf(Guard.Decision.class));
    }

    /** Everything of a response but what differs for each: date, request id (it is in problems too) and receipt id. */
    private static String shape(HttpResponse<byte[]> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.replaceAll((name, values) ->
                List.of("date", "x-request-id", "assent-receipt").contains(name) ? List.of("…") : values);
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return response.statusCode() + " " + headers + " " + body.replaceAll("\"requestId\":\"[0-9a-f]{32}\"", "…");
    }
}
