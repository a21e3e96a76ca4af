package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assent.audit.SecurityEvent;
import org.assent.dicomweb.multipart.MultipartLimits;
import org.assent.dicomweb.stow.StoreLimits;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** STOW-RS: PS3.18 §10.5 and Annex I. */
class StoreTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STUDY = "2.25.100";
    private static final String SERIES = "2.25.200";

    @TempDir
    private Path folder;

    private TestSite site;

    @BeforeEach
    void start() throws Exception {
        site = TestSite.start(folder);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @Test
    @Tag("DW-S-01")
    @Tag("DW-S-05")
    @Tag("DW-S-06")
    void shouldReportEachInstanceWhenAllAreStored() throws Exception {
        HttpResponse<byte[]> response =
                site.store(Samples.ctFile(STUDY, SERIES, "2.25.1"), Samples.ctFile(STUDY, SERIES, "2.25.2"));

        assertThat(response.statusCode()).isEqualTo(200);
        String url = site.base() + "/studies/" + STUDY;
        assertThat(response.headers().firstValue("Location")).contains(url);
        assertThat(response.headers().firstValue("Content-Location")).contains(url);
        JsonNode report = JSON.readTree(response.body());
        assertThat(report.at("/00081190/Value/0").asText()).isEqualTo(url);
        assertThat(report.at("/00081199/Value")).hasSize(2);
        JsonNode first = report.at("/00081199/Value/0");
        assertThat(first.at("/00081150/Value/0").asText()).isEqualTo(Samples.CT);
        assertThat(first.at("/00081155/Value/0").asText()).isEqualTo("2.25.1");
        assertThat(first.at("/00081190/Value/0").asText()).isEqualTo(url + "/series/" + SERIES + "/instances/2.25.1");
        assertThat(report.has("00081198")).isFalse();
        assertThat(site.wakeUps).hasValue(1);
        assertThat(site.log.events())
                .extracting(SecurityEvent::kind)
                .containsExactly(SecurityEvent.Kind.RECORD_CREATED);
    }

    @Test
    @Tag("DW-S-01")
    void shouldCountInstancesAndRevisionWhenManyAreStoredAtOnce() throws Exception {
        List<byte[]> files = new ArrayList<>();
        for (int i = 1; i <= 250; i++) {
            files.add(Samples.ctFile(STUDY, SERIES + "." + i % 3, "2.25.1." + i));
        }

        HttpResponse<byte[]> response = site.store(files.toArray(byte[][]::new));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(site.archive.ofStudy(STUDY)).hasSize(250);
        // One revision a transaction, not one an instance.
        assertThat(site.catalogue.awaitingRegistration(10))
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.revision()).isEqualTo(2));
        assertThat(site.catalogue.describe(STUDY).orElseThrow().instanceCount()).isEqualTo(250);
        assertThat(site.catalogue.manifest(STUDY)).hasSize(250);
    }

    @Test
    @Tag("DW-S-01")
    void shouldStoreOneInstanceWhenItIsTheBodyItself() throws Exception {
        HttpResponse<byte[]> response =
                site.storeBody("/studies", "application/dicom", Samples.ctFile(STUDY, SERIES, "2.25.1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(site.archive.find(STUDY, SERIES, "2.25.1")).isPresent();
    }

    @Test
    @Tag("DW-S-03")
    void shouldRefuseOnlyTheOtherStudyWhenTheAddressNamesOne() throws Exception {
        HttpResponse<byte[]> mixed = site.storeTo(
                "/studies/" + STUDY,
                Samples.ctFile(STUDY, SERIES, "2.25.1"),
                Samples.ctFile("2.25.101", SERIES, "2.25.2"));
        HttpResponse<byte[]> none = site.storeTo("/studies/" + STUDY, Samples.ctFile("2.25.101", SERIES, "2.25.2"));

        assertThat(mixed.statusCode()).isEqualTo(202);
        assertThat(failure(mixed, "00081198")).isEqualTo(0xC409);
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(site.archive.holds("2.25.101")).isFalse();
    }

    @Test
    @Tag("DW-S-08")
    void shouldAcceptTheSameBytesAgainAndKeepTheFirstWhenOthersCome() throws Exception {
        byte[] first = Samples.ctFile(STUDY, SERIES, "2.25.1");
        byte[] other =
                Samples.file(Samples.ct(STUDY, SERIES, "2.25.1").put(org.assent.dicom.Tag.SERIES_DESCRIPTION, "Other"));
        assertThat(site.store(first).statusCode()).isEqualTo(200);

        HttpResponse<byte[]> again = site.store(first);
        HttpResponse<byte[]> changed = site.store(other);

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(changed.statusCode()).isEqualTo(409);
        assertThat(failure(changed, "00081198")).isEqualTo(273);
        assertThat(stored("2.25.1")).isEqualTo(first);
        assertThat(site.catalogue.awaitingRegistration(1))
                .allSatisfy(waiting -> assertThat(waiting.revision()).isEqualTo(1));
    }

    @Test
    @Tag("DW-E-10")
    void shouldRefuseAnotherPatientWhenTheStudyHasOne() throws Exception {
        HttpResponse<byte[]> response = site.store(
                Samples.ctFile(STUDY, SERIES, "2.25.1"),
                Samples.file(Samples.ct(STUDY, SERIES, "2.25.2").put(org.assent.dicom.Tag.PATIENT_ID, "P-9")),
                Samples.file(Samples.ct(STUDY, SERIES, "2.25.3")
                        .put(org.assent.dicom.Tag.ISSUER_OF_PATIENT_ID, "urn:test:another")));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(response.body()).at("/00081198/Value")).hasSize(2);
        assertThat(failure(response, "00081198")).isEqualTo(0xC40A);
        assertThat(site.archive.ofStudy(STUDY)).hasSize(1);
    }

    @Test
    @Tag("DW-S-04")
    @Tag("DW-S-10")
    void shouldSayWhyWhenPartsAreNotInstances() throws Exception {
        byte[] unknownSyntax = SyntheticDicom.file("1.2.3.4", SyntheticDicom.SECONDARY_CAPTURE, "2.25.5")
                .text(0x00080018, "UI", "2.25.5")
                .toByteArray();

        HttpResponse<byte[]> response = site.store(
                "not dicom at all".getBytes(StandardCharsets.US_ASCII),
                unknownSyntax,
                SyntheticDicom.lyingLength(0xFFFFFFF0L),
                SyntheticDicom.nested(200));

        assertThat(response.statusCode()).isEqualTo(409);
        JsonNode failures = JSON.readTree(response.body()).at("/0008119A/Value");
        assertThat(failures).hasSize(4);
        assertThat(failures.at("/0/00081197/Value/0").asInt()).isEqualTo(0xC000);
        assertThat(failures.at("/1/00081197/Value/0").asInt()).isEqualTo(0xC122);
        assertThat(response.headers().allValues("Warning")).isNotEmpty();
        assertNothingIsLeft();
    }

    @Test
    @Tag("DW-S-10")
    void shouldPointOutAPreambleThatIsNotZero() throws Exception {
        byte[] polyglot = Samples.ctFile(STUDY, SERIES, "2.25.1");
        polyglot[0] = 'M';
        polyglot[1] = 'Z';

        HttpResponse<byte[]> response = site.store(polyglot);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Warning").orElse("")).contains("preamble is not zero");
    }

    @Test
    @Tag("DW-S-04")
    @Tag("DW-M-11")
    void shouldStoreNothingWhenTheMessageBreaksOff() throws Exception {
        byte[] whole = MultipartBytes.of(
                "x", "application/dicom", List.of(Samples.ctFile(STUDY, SERIES, "2.25.1"), new byte[100]));

        for (int cut : new int[] {whole.length - 6, whole.length - 60, whole.length / 2, 3, 0}) {
            HttpResponse<byte[]> response = site.storeBody(
                    "/studies", "multipart/related; type=\"application/dicom\"; boundary=x", Arrays.copyOf(whole, cut));
            assertThat(response.statusCode()).as("cut at %s", cut).isEqualTo(400);
        }
        assertThat(site.archive.holds(STUDY)).isFalse();
        assertNothingIsLeft();
    }

    @Test
    @Tag("DW-S-04")
    void shouldRefuseOtherMediaTypes() throws Exception {
        for (String type : List.of(
                "application/json",
                "text/plain",
                "nonsense",
                "multipart/form-data; boundary=x",
                "multipart/related; type=\"application/dicom+json\"; boundary=x")) {
            HttpResponse<byte[]> response = site.storeBody("/studies", type, new byte[10]);
            assertThat(response.statusCode()).as(type).isEqualTo(415);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        assertThat(site.storeBody("/studies", "multipart/related; type=\"application/dicom\"", new byte[10])
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @Tag("DW-S-10")
    void shouldRefuseTheRequestWhenItPassesALimit() throws Exception {
        DicomwebSettings small = new DicomwebSettings(
                "/dicomweb", false, 100, new StoreLimits(new MultipartLimits(2, 200, 5_000), 20_000));
        try (TestSite limited = TestSite.start(folder.resolve("limited"), small, 0)) {
            byte[] file = Samples.ctFile(STUDY, SERIES, "2.25.1");

            assertThat(limited.store(file, file, file).statusCode()).isEqualTo(413);
            assertThat(limited.store(new byte[6_000]).statusCode()).isEqualTo(413);
            assertThat(limited.store(new byte[4_000], new byte[30_000]).statusCode())
                    .isEqualTo(413);
            assertThat(limited.archive.holds(STUDY)).isFalse();
            assertThat(limited.store(file, file).statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("DW-S-05")
    void shouldAnswerOutOfResourcesWhenTheDiskIsFull() throws Exception {
        try (TestSite full = TestSite.start(folder.resolve("full"), DicomwebSettings.standard(), Long.MAX_VALUE)) {
            HttpResponse<byte[]> response = full.store(Samples.ctFile(STUDY, SERIES, "2.25.1"));

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            assertThat(failure(response, "0008119A")).isEqualTo(0xA700);
            assertThat(full.archive.holds(STUDY)).isFalse();
        }
    }

    @Test
    @Tag("DW-Q-22")
    void shouldAnswer406WhenTheReportIsWantedAsXml() throws Exception {
        HttpRequest.Builder upload = site.request("/studies")
                .header("Accept", "application/dicom+xml")
                .header("Content-Type", "application/dicom")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Samples.ctFile(STUDY, SERIES, "2.25.1")));

        HttpResponse<byte[]> response = site.send(upload);

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(site.archive.holds(STUDY)).isFalse();
    }

    private byte[] stored(String instance) throws IOException {
        return MultipartBytes.parts(site.get(
                        "/studies/" + STUDY + "/series/" + SERIES + "/instances/" + instance, TestSite.MULTIPART_DICOM))
                .get(0)
                .body();
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static int failure(HttpResponse<byte[]> response, String sequence) throws IOException {
        return JSON.readTree(response.body())
                .at("/" + sequence + "/Value/0/00081197/Value/0")
                .asInt();
    }
}
