package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assent.custody.study.PatientIdentity;
import org.assent.custody.study.StudyDescription;
import org.assent.dicom.data.DataSetBuilder;
import org.assent.ledger.identity.OrganizationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** QIDO-RS: PS3.18 §10.6 and §8.3.4, matching of PS3.4 C.2.2.2. */
class SearchTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OHIF_LIST =
            "/studies?limit=101&offset=0&fuzzymatching=false&includefield=00081030%2C00080060%2C00080090%2C00100030";

    /** The study that every key is to find; the others differ from it in every key. */
    private static final String FOUND = "2.25.1000";

    @TempDir
    private static Path folder;

    private static TestSite site;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder);
        List<byte[]> files = new ArrayList<>();
        files.add(Samples.ctFile(FOUND, "2.25.2000", "2.25.3000"));
        for (int i = 1; i <= 5; i++) {
            files.add(Samples.file(other(i)));
        }
        assertThat(site.store(files.toArray(byte[][]::new)).statusCode()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static DataSetBuilder other(int i) {
        return Samples.ct("2.25.100" + i, "2.25.200" + i, "2.25.300" + i)
                .put(org.assent.dicom.Tag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.4")
                .put(org.assent.dicom.Tag.STUDY_DATE, "2025010" + i)
                .put(org.assent.dicom.Tag.STUDY_TIME, "0" + i + "0000")
                .put(org.assent.dicom.Tag.ACCESSION_NUMBER, "B_" + i)
                .put(org.assent.dicom.Tag.MODALITY, "MR")
                .put(org.assent.dicom.Tag.REFERRING_PHYSICIAN_NAME, "Wilson^James")
                .put(org.assent.dicom.Tag.PATIENT_NAME, "Doe^Jane^" + i)
                .put(org.assent.dicom.Tag.PATIENT_ID, "Q-" + i)
                .put(org.assent.dicom.Tag.PATIENT_BIRTH_DATE, "1980010" + i)
                .put(org.assent.dicom.Tag.STUDY_ID, "T" + i)
                .put(org.assent.dicom.Tag.SERIES_NUMBER, "1" + i)
                .put(org.assent.dicom.Tag.INSTANCE_NUMBER, "2" + i)
                .put(org.assent.dicom.Tag.PERFORMED_PROCEDURE_STEP_START_DATE, "2025010" + i)
                .put(org.assent.dicom.Tag.PERFORMED_PROCEDURE_STEP_START_TIME, "0" + i + "0000")
                .putItems(org.assent.dicom.Tag.REQUEST_ATTRIBUTES_SEQUENCE, List.of());
    }

    /** Every required key of table 10.6.1-5, by tag and keyword, with each kind of matching that its VR has. */
    static Stream<Arguments> keys() {
        List<Arguments> cases = new ArrayList<>();
        add(cases, "study", "StudyDate", "00080020", "20260315", "20260301-20260331", "20260315-", "2026.03.15");
        add(cases, "study", "StudyTime", "00080030", "101530.5", "1000-1100", "10", "101530-", "10-10");
        add(cases, "study", "AccessionNumber", "00080050", "ACC-1", "ACC*", "AC?-1", "*C-1");
        add(cases, "study", "ModalitiesInStudy", "00080061", "CT", "C?", "CT%5CSR", "CT,SR");
        add(cases, "study", "ReferringPhysicianName", "00080090", "House%5EGregory", "house*", "HOUSE%5EGREGORY");
        add(
                cases,
                "study",
                "PatientName",
                "00100010",
                "M%C3%BCller%5EJ%C3%B6rg",
                "m%C3%BCller*",
                "*J?RG",
                "M?LLER%5E*");
        add(cases, "study", "PatientID", "00100020", "P-1", "P*");
        add(cases, "study", "StudyInstanceUID", "0020000D", FOUND, FOUND + ",2.25.9", "2.25.9%5C" + FOUND);
        add(cases, "study", "StudyID", "00200010", "S1", "S?");
        add(cases, "series", "Modality", "00080060", "CT", "C*");
        add(cases, "series", "SeriesInstanceUID", "0020000E", "2.25.2000", "2.25.2000,2.25.9");
        add(cases, "series", "SeriesNumber", "00200011", "2", "02", "+2");
        add(cases, "series", "PerformedProcedureStepStartDate", "00400244", "20260315", "20260101-");
        add(cases, "series", "PerformedProcedureStepStartTime", "00400245", "101000", "1010", "10-11");
        add(cases, "series", "RequestAttributesSequence.ScheduledProcedureStepID", "00400275.00400009", "SPS-1", "S*");
        add(cases, "series", "RequestAttributesSequence.RequestedProcedureID", "00400275.00401001", "RP-1", "R?-1");
        add(cases, "instance", "SOPClassUID", "00080016", Samples.CT, Samples.CT + ",1.2.3");
        add(cases, "instance", "SOPInstanceUID", "00080018", "2.25.3000", "2.25.3000,2.25.9");
        add(cases, "instance", "InstanceNumber", "00200013", "1", "0001");
        return cases.stream();
    }

    private static void add(List<Arguments> cases, String level, String keyword, String tag, String... values) {
        List<String> resources =
                switch (level) {
                    case "study" -> List.of("/studies", "/series", "/instances");
                    case "series" ->
                        List.of(
                                "/studies/" + FOUND + "/series",
                                "/series",
                                "/studies/" + FOUND + "/instances",
                                "/instances");
                    default ->
                        List.of(
                                "/studies/" + FOUND + "/instances",
                                "/studies/" + FOUND + "/series/2.25.2000/instances",
                                "/instances");
                };
        for (String resource : resources) {
            for (String value : values) {
                cases.add(Arguments.of(resource, keyword, value));
                cases.add(Arguments.of(resource, tag, value));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    @Tag("DW-Q-01")
    @Tag("DW-Q-20")
    void shouldFindTheOneThatMatches(String resource, String key, String value) throws Exception {
        HttpResponse<byte[]> response = site.get(resource + "?" + key + "=" + value, "application/dicom+json");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(studies(response)).containsExactly(FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "StudyDate,20240101-20241231",
        "StudyTime,2200-",
        "AccessionNumber,acc-1",
        "AccessionNumber,ACC_1",
        "AccessionNumber,B%251",
        "PatientName,M%C3%BCller",
        "PatientID,P",
        "StudyID,?",
        "ModalitiesInStudy,US",
        "StudyInstanceUID,2.25.9"
    })
    @Tag("DW-Q-07")
    @Tag("DW-Q-20")
    void shouldAnswer204WhenNothingMatches(String key, String value) throws Exception {
        HttpResponse<byte[]> response = site.get("/studies?" + key + "=" + value, "*/*");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
    }

    @Test
    @Tag("DW-Q-20")
    void shouldMatchDateAndTimeTogetherWhenBothAreRanges() throws Exception {
        // From 15 March 2026, 11:00 on: the study began at 10:15 that day.
        assertThat(site.get("/studies?StudyDate=20260315-20260316&StudyTime=1100-0900", "*/*")
                        .statusCode())
                .isEqualTo(204);
        assertThat(studies(site.get("/studies?StudyDate=20260314-20260315&StudyTime=1100-1030", "*/*")))
                .containsExactly(FOUND);
    }

    @Test
    @Tag("DW-Q-20")
    void shouldDemandBothIdsOfTheSameRequest() throws Exception {
        String sequence = "RequestAttributesSequence.";
        assertThat(studies(site.get(
                        "/series?" + sequence + "ScheduledProcedureStepID=SPS-1&" + sequence
                                + "RequestedProcedureID=RP-1",
                        "*/*")))
                .containsExactly(FOUND);
        assertThat(site.get(
                                "/series?" + sequence + "ScheduledProcedureStepID=SPS-1&" + sequence
                                        + "RequestedProcedureID=RP-2",
                                "*/*")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @Tag("DW-Q-10")
    @Tag("DW-Q-21")
    @Tag("DW-Q-23")
    void shouldListStudiesAsTheViewerAsks() throws Exception {
        HttpResponse<byte[]> response = site.get(OHIF_LIST, "application/dicom+json");

        JsonNode results = JSON.readTree(response.body());
        assertThat(results).hasSize(6);
        JsonNode newest = results.get(0);
        assertThat(newest.at("/0020000D/Value/0").asText()).isEqualTo(FOUND);
        assertThat(newest.at("/00081030/Value/0").asText()).isEqualTo("Head");
        assertThat(newest.at("/00080061/Value/0").asText()).isEqualTo("CT");
        assertThat(newest.at("/00081190/Value/0").asText()).isEqualTo(site.base() + "/studies/" + FOUND);
        assertThat(newest.at("/00201206/Value/0").asInt()).isEqualTo(1);
        assertThat(newest.at("/00201208/Value/0").asInt()).isEqualTo(1);
        assertThat(newest.has("00080060")).as("of a lower level").isFalse();
        for (String required : List.of(
                "00080020",
                "00080030",
                "00080050",
                "00080090",
                "00100010",
                "00100020",
                "00100030",
                "00100040",
                "00200010")) {
            results.forEach(
                    result -> assertThat(result.has(required)).as(required).isTrue());
        }
    }

    @Test
    @Tag("DW-Q-21")
    void shouldGiveRequiredAttributesEmptyAndLeaveOutModalitiesWhenThereAreNone(@TempDir Path other) throws Exception {
        try (TestSite empty = TestSite.start(other)) {
            DataSetBuilder bare = Samples.ct("2.25.1", "2.25.2", "2.25.3")
                    .remove(org.assent.dicom.Tag.MODALITY)
                    .remove(org.assent.dicom.Tag.STUDY_DATE)
                    .remove(org.assent.dicom.Tag.PATIENT_NAME);
            empty.store(Samples.file(bare));

            JsonNode study = JSON.readTree(empty.get("/studies", "*/*").body()).get(0);

            assertThat(study.get("00080020").toString()).isEqualTo("{\"vr\":\"DA\"}");
            assertThat(study.get("00100010").toString()).isEqualTo("{\"vr\":\"PN\"}");
            // OHIF's study list fails as a whole on an attribute that is there without a value.
            assertThat(study.has("00080061")).isFalse();
        }
    }

    @Test
    @Tag("DW-Q-06")
    @Tag("DW-Q-07")
    @Tag("DW-Q-08")
    @Tag("DW-Q-09")
    void shouldPageInAStableOrderAndSayHowManyRemain() throws Exception {
        List<String> all = studies(site.get("/studies", "*/*"));
        List<String> paged = new ArrayList<>();
        for (int offset = 0; offset < 6; offset += 2) {
            HttpResponse<byte[]> page = site.get("/studies?limit=2&offset=" + offset, "*/*");
            paged.addAll(studies(page));
            int remaining = 6 - offset - 2;
            assertThat(page.headers().allValues("Warning"))
                    .isEqualTo(
                            remaining == 0
                                    ? List.of()
                                    : List.of("299 " + site.base() + " \"There are " + remaining
                                            + " additional results that can be requested\""));
        }

        assertThat(all).hasSize(6).first().isEqualTo(FOUND);
        assertThat(paged).isEqualTo(all);
        assertThat(site.get("/studies?offset=6", "*/*").statusCode()).isEqualTo(204);
        assertThat(site.get("/studies?limit=0", "*/*")
                        .headers()
                        .firstValue("Warning")
                        .orElse(""))
                .contains("There are 6 additional results");
    }

    @ParameterizedTest
    @CsvSource({
        "patientid=1",
        "PatientID=1&PatientID=2",
        "PatientID=1&00100020=2",
        "limit=-1",
        "limit=abc",
        "offset=1.5",
        "limit=99999999999",
        "includefield=all&includefield=00081030",
        "fuzzymatching=1",
        "StudyDate=yesterday",
        "StudyTime=9",
        "StudyInstanceUID=1..2",
        "00231001=x",
        "PatientName=%ff",
        "PatientName=%00",
        "%20=1",
        "limit=1&limit=2",
        "SeriesNumber.=1"
    })
    @Tag("DW-Q-02")
    @Tag("DW-Q-03")
    @Tag("DW-Q-06")
    @Tag("DW-Q-13")
    void shouldAnswer400WhenTheQueryIsMalformed(String query) throws Exception {
        HttpResponse<byte[]> response = site.get("/studies?" + query, "*/*");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    @Tag("DW-Q-02")
    @Tag("DW-Q-11")
    @Tag("DW-Q-12")
    void shouldWarnOfWhatWasIgnored() throws Exception {
        HttpResponse<byte[]> response = site.get(
                "/studies?_=123&Nonexistent=1&Modality=CT&fuzzymatching=true&emptyvaluematching=true"
                        + "&00230010=Acme&00231001=x",
                "*/*");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(String.join("\n", response.headers().allValues("Warning")))
                .contains("The parameter Nonexistent is not known and was ignored")
                .contains("Modality is not an attribute of the level that is searched")
                .contains("The fuzzymatching parameter is not supported. Only literal matching has been performed.")
                .contains(
                        "The emptyvaluematching parameter is not supported. Empty Value Matching has not been performed.")
                .contains("Matching by 00231001 is not supported");
    }

    @Test
    @Tag("DW-Q-02")
    void shouldRefuseWhatIsNotKnownWhenStrict(@TempDir Path other) throws Exception {
        DicomwebSettings strict = new DicomwebSettings(
                "/dicomweb", true, 100, DicomwebSettings.standard().storeLimits());
        try (TestSite exact = TestSite.start(other, strict, 0)) {
            for (String query : List.of("_=1", "Nonexistent=1", "Modality=CT", "includefield=Nonexistent")) {
                assertThat(exact.get("/studies?" + query, "*/*").statusCode())
                        .as(query)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    @Tag("DW-Q-15")
    @Tag("DW-Q-22")
    void shouldNegotiateTheMediaType() throws Exception {
        assertThat(type("/studies", "application/json")).isEqualTo("application/json");
        assertThat(type("/studies", "*/*")).isEqualTo("application/dicom+json");
        assertThat(type("/studies", "text/html;q=0.9, application/*;q=0.1")).isEqualTo("application/dicom+json");
        assertThat(type("/studies?accept=application/json", "*/*")).isEqualTo("application/json");
        assertThat(type("/studies?accept=application/dicom%2Bjson", "*/*")).isEqualTo("application/dicom+json");
        assertThat(site.get("/studies", "text/html").statusCode()).isEqualTo(406);
        assertThat(site.get("/studies", "application/dicom+json;q=0").statusCode())
                .isEqualTo(406);
        assertThat(site.get("/studies?accept=application/*", "*/*").statusCode())
                .isEqualTo(400);
        assertThat(site.get("/studies?accept=application/json", "application/dicom+json")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @Tag("DW-Q-10")
    void shouldGiveAttributesOfTheLevelsThatAreSearched() throws Exception {
        JsonNode series = JSON.readTree(site.get(
                                "/studies/" + FOUND + "/series?includefield=00080021%2C00080031%2C0008103E%2C00200011",
                                "*/*")
                        .body())
                .get(0);
        JsonNode instance = JSON.readTree(
                        site.get("/instances?StudyInstanceUID=" + FOUND, "*/*").body())
                .get(0);
        JsonNode all = JSON.readTree(site.get("/studies/" + FOUND + "/instances?includefield=all", "*/*")
                        .body())
                .get(0);

        assertThat(series.at("/0008103E/Value/0").asText()).isEqualTo("Axial");
        assertThat(series.at("/00201209/Value/0").asInt()).isEqualTo(1);
        assertThat(series.at("/00400275/Value/0/00400009/Value/0").asText()).isEqualTo("SPS-1");
        assertThat(series.has("00100010")).isFalse();
        assertThat(instance.at("/00280010/Value/0").asInt()).isEqualTo(8);
        assertThat(instance.at("/00100010/Value/0/Alphabetic").asText()).isEqualTo("Müller^Jörg");
        assertThat(instance.at("/00081190/Value/0").asText())
                .isEqualTo(site.base() + "/studies/" + FOUND + "/series/2.25.2000/instances/2.25.3000");
        assertThat(all.has("00100010")).isTrue();
        assertThat(all.has("0008103E")).isTrue();
    }

    @Test
    @Tag("DW-Q-24")
    void shouldListWhatOtherSitesShareWhileItIsPermitted(@TempDir Path other) throws Exception {
        try (TestSite recipient = TestSite.start(other)) {
            recipient.catalogue.shared(described("2.25.500"), TestSite.OTHER.toHex());
            assertThat(recipient.get("/studies", "*/*").statusCode()).isEqualTo(204);

            recipient.decisions.share("2.25.500", TestSite.OTHER);
            JsonNode study = JSON.readTree(recipient
                            .get("/studies?ModalitiesInStudy=CT&PatientName=DOE*", "*/*")
                            .body())
                    .get(0);

            assertThat(study.at("/00100010/Value/0/Alphabetic").asText()).isEqualTo("Doe^John");
            assertThat(study.at("/00201208/Value/0").asInt()).isEqualTo(2);
            assertThat(recipient
                            .getAsPeer(TestSite.OTHER, "any", "/studies", "*/*")
                            .statusCode())
                    .as("what others share is not passed on")
                    .isEqualTo(204);
            recipient.catalogue.unshared("2.25.500", TestSite.OTHER.toHex());
            assertThat(recipient.get("/studies", "*/*").statusCode()).isEqualTo(204);
        }
    }

    @Test
    @Tag("DW-Q-24")
    void shouldListTheShareInForceWhenTwoSitesShareOneUid(@TempDir Path other) throws Exception {
        try (TestSite recipient = TestSite.start(other)) {
            recipient.catalogue.shared(described("2.25.500", "Forged^Jack"), TestSite.OWN.toHex());
            recipient.catalogue.shared(described("2.25.500", "Doe^John"), TestSite.OTHER.toHex());
            List<OrganizationId> sources = List.of(TestSite.OTHER, TestSite.OWN);
            List<String> names = new ArrayList<>();

            for (OrganizationId source : sources) {
                recipient.decisions.share("2.25.500", source);
                JsonNode found = JSON.readTree(recipient.get("/studies", "*/*").body());
                assertThat(found).hasSize(1);
                names.add(found.at("/0/00100010/Value/0/Alphabetic").asText());
            }

            assertThat(names).containsExactly("Doe^John", "Forged^Jack");
        }
    }

    static StudyDescription described(String study) {
        return described(study, "Doe^John");
    }

    private static StudyDescription described(String study, String patientName) {
        return new StudyDescription(
                study,
                new PatientIdentity("urn:test:other", "X-1", patientName, "19600101", "M"),
                "20260401",
                "080000",
                "+0100",
                "A-77",
                "77",
                "Thorax",
                "Cox^Percival",
                List.of(new StudyDescription.Series(
                        "2.25.501",
                        "1",
                        "CT",
                        "Axial",
                        "CHEST",
                        "",
                        List.of(
                                new StudyDescription.Instance("2.25.502", Samples.CT, "1"),
                                new StudyDescription.Instance("2.25.503", Samples.CT, "2")))));
    }

    private static String type(String path, String accept) throws IOException {
        return site.get(path, accept).headers().firstValue("Content-Type").orElse("");
    }

    private static List<String> studies(HttpResponse<byte[]> response) throws IOException {
        return JSON.readTree(response.body()).findValues("0020000D").stream()
                .map(attribute -> attribute.at("/Value/0").asText())
                .toList();
    }
}
