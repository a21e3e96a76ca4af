package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.Vr;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.io.DicomReader;
import org.assent.dicom.source.BytesSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WADO-RS: PS3.18 §10.4 and §8.7. */
class RetrieveTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STUDY = "2.25.100";
    private static final String SERIES = "2.25.200";
    private static final String INSTANCE = "/studies/" + STUDY + "/series/" + SERIES + "/instances/2.25.1";
    private static final String OHIF_FRAMES =
            "multipart/related; type=\"application/octet-stream\"; transfer-syntax=\"*\"";

    @TempDir
    private static Path folder;

    private static TestSite site;
    private static byte[] first;

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder);
        first = Samples.ctFile(STUDY, SERIES, "2.25.1");
        site.store(first, Samples.ctFile(STUDY, SERIES, "2.25.2"), Samples.ctFile(STUDY, "2.25.201", "2.25.3"));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    @Tag("DW-M-06")
    @Tag("DW-M-09")
    @Tag("DW-M-10")
    @Tag("DW-E-07")
    void shouldGiveTheBytesAsReceivedWhenAskedAsStored() throws Exception {
        for (String accept : List.of(
                "multipart/related; type=\"application/dicom\"; transfer-syntax=*",
                "multipart/related; type=application/dicom; transfer-syntax=*",
                "multipart/related;type=\"application/dicom;transfer-syntax=*\"",
                "multipart/related; type=\"application/dicom\"",
                "*/*")) {
            HttpResponse<byte[]> response = site.get(INSTANCE, accept);

            assertThat(response.statusCode()).as(accept).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("multipart/related; type=\"application/dicom\"; boundary=");
            assertThat(response.headers().firstValue("Cache-Control")).contains("private, no-store");
            assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(response.body().length);
            MultipartBytes.Part part = MultipartBytes.parts(response).get(0);
            assertThat(part.body()).isEqualTo(first);
            assertThat(part.headers()).containsEntry("content-type", "application/dicom");
            assertThat(part.headers()).containsEntry("content-location", site.base() + INSTANCE);
            assertThat(part.headers()).containsEntry("content-length", Integer.toString(first.length));
        }
    }

    @Test
    @Tag("DW-M-12")
    void shouldGiveOnePartOnlyWhenThereIsOneInstance() throws Exception {
        assertThat(site.get(INSTANCE, "application/dicom").body()).isEqualTo(first);
        assertThat(site.get("/studies/" + STUDY, "application/dicom").statusCode())
                .isEqualTo(406);
    }

    @Test
    @Tag("DW-M-01")
    void shouldTakeEverythingWhenNoAcceptIsGivenUnlessStrict() throws Exception {
        assertThat(site.send(site.request(INSTANCE)).statusCode()).isEqualTo(200);
        DicomwebSettings strict = new DicomwebSettings(
                "/dicomweb", true, 100, DicomwebSettings.standard().storeLimits());
        try (TestSite other = TestSite.start(folder.resolve("strict"), strict, 0)) {
            other.store(first);
            assertThat(other.send(other.request(INSTANCE)).statusCode()).isEqualTo(406);
        }
    }

    @Test
    void shouldGiveAllInstancesOfStudyAndSeriesInOrder() throws Exception {
        assertThat(MultipartBytes.parts(site.get("/studies/" + STUDY, TestSite.MULTIPART_DICOM)))
                .hasSize(3);
        assertThat(MultipartBytes.parts(site.get("/studies/" + STUDY + "/series/" + SERIES, TestSite.MULTIPART_DICOM)))
                .extracting(part -> part.headers().get("content-location"))
                .containsExactly(
                        site.base() + INSTANCE,
                        site.base() + "/studies/" + STUDY + "/series/" + SERIES + "/instances/2.25.2");
    }

    @Test
    @Tag("DW-J-01")
    @Tag("DW-J-09")
    @Tag("DW-J-10")
    void shouldGiveMetadataWithAddressesUnderTheNameThatTheClientUsed() throws Exception {
        HttpResponse<byte[]> response = site.get(INSTANCE + "/metadata", "application/dicom+json, application/json");

        assertThat(response.headers().firstValue("Content-Type")).contains("application/dicom+json");
        JsonNode metadata = JSON.readTree(response.body());
        assertThat(metadata).hasSize(1);
        assertThat(metadata.at("/0/00100010/Value/0/Alphabetic").asText()).isEqualTo("Müller^Jörg");
        String pixels = metadata.at("/0/7FE00010/BulkDataURI").asText();
        assertThat(pixels).isEqualTo(site.base() + INSTANCE + "/bulkdata/7FE00010");
        assertThat(JSON.readTree(site.get("/studies/" + STUDY + "/metadata", "application/dicom+json")
                        .body()))
                .hasSize(3);
        assertThat(JSON.readTree(site.get("/studies/" + STUDY + "/series/" + SERIES + "/metadata", "*/*")
                        .body()))
                .hasSize(2);
        assertThat(site.get(INSTANCE + "/metadata", "multipart/related; type=\"application/dicom+xml\"")
                        .statusCode())
                .isEqualTo(406);
    }

    @Test
    @Tag("DW-J-14")
    void shouldGiveBulkDataWhereMetadataPoints() throws Exception {
        String path = INSTANCE + "/bulkdata/7FE00010";

        HttpResponse<byte[]> single = site.get(path, "application/octet-stream");
        HttpResponse<byte[]> multipart = site.get(path, "*/*");

        assertThat(single.body()).isEqualTo(Samples.pixels("2.25.1"));
        assertThat(MultipartBytes.parts(multipart)).singleElement().satisfies(part -> {
            assertThat(part.body()).isEqualTo(Samples.pixels("2.25.1"));
            assertThat(part.headers()).containsEntry("content-location", site.base() + path);
        });
        assertThat(site.get(INSTANCE + "/bulkdata/00100010", "*/*").statusCode())
                .isEqualTo(404);
        assertThat(site.get(INSTANCE + "/bulkdata/nonsense", "*/*").statusCode())
                .isEqualTo(404);
    }

    @Test
    @Tag("DW-J-09")
    void shouldGiveLargeValuesInsideSequencesByReference() throws Exception {
        byte[] large = new byte[3_000];
        Arrays.fill(large, (byte) 7);
        org.assent.dicom.Tag sequence = org.assent.dicom.Tag.of(0x0040, 0x0275);
        org.assent.dicom.Tag value = org.assent.dicom.Tag.of(0x0042, 0x0011);
        byte[] file = Samples.file(Samples.ct("2.25.150", "2.25.250", "2.25.9")
                .putItems(
                        sequence,
                        List.of(org.assent.dicom.data.DataSet.builder()
                                .putBytes(value, Vr.OB, large)
                                .build())));
        site.store(file);
        String path = "/studies/2.25.150/series/2.25.250/instances/2.25.9";

        JsonNode metadata = JSON.readTree(site.get(path + "/metadata", "*/*").body());
        String uri = metadata.at("/0/00400275/Value/0/00420011/BulkDataURI").asText();

        assertThat(uri).isEqualTo(site.base() + path + "/bulkdata/00400275.1.00420011");
        assertThat(site.get(uri.substring(site.base().length()), "application/octet-stream")
                        .body())
                .isEqualTo(large);
    }

    @Test
    @Tag("DW-M-15")
    void shouldGiveFramesAsViewersAskForThem() throws Exception {
        for (String accept : List.of(
                OHIF_FRAMES,
                "multipart/related; type=\"*/*\"",
                "multipart/related; type=application/octet-stream",
                "*/*")) {
            HttpResponse<byte[]> response = site.get(INSTANCE + "/frames/1", accept);
            assertThat(response.statusCode()).as(accept).isEqualTo(200);
            assertThat(MultipartBytes.parts(response)).singleElement().satisfies(part -> {
                assertThat(part.body()).isEqualTo(Samples.pixels("2.25.1"));
                assertThat(part.headers()).containsEntry("content-type", "application/octet-stream");
                assertThat(part.headers()).containsEntry("content-location", site.base() + INSTANCE + "/frames/1");
            });
        }
        assertThat(site.get(INSTANCE + "/frames/1", "application/octet-stream").body())
                .isEqualTo(Samples.pixels("2.25.1"));
    }

    @Test
    @Tag("DW-M-05")
    @Tag("DW-M-08")
    void shouldGiveCompressedFramesOnlyAsTheyAreStored() throws Exception {
        byte[] one = "one frame.".getBytes(StandardCharsets.US_ASCII);
        byte[] two = "another frame ".getBytes(StandardCharsets.US_ASCII);
        site.store(
                Samples.compressed(TransferSyntax.JPEG_BASELINE, "2.25.110", "2.25.210", "2.25.11", one, two),
                Samples.compressed(TransferSyntax.RLE_LOSSLESS, "2.25.120", "2.25.220", "2.25.12", one, two));
        String lossy = "/studies/2.25.110/series/2.25.210/instances/2.25.11";
        String lossless = "/studies/2.25.120/series/2.25.220/instances/2.25.12";
        String plain = "multipart/related; type=\"application/octet-stream\"";

        List<MultipartBytes.Part> frames = MultipartBytes.parts(site.get(lossy + "/frames/1,2", OHIF_FRAMES));

        assertThat(frames).extracting(MultipartBytes.Part::body).containsExactly(one, two);
        assertThat(frames).allSatisfy(part -> assertThat(part.headers())
                .containsEntry("content-type", "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50"));
        assertThat(site.get(lossy + "/frames/2", "image/jpeg").body()).isEqualTo(two);
        assertThat(site.get(lossy + "/frames/1,2", "image/jpeg").statusCode()).isEqualTo(406);
        assertThat(site.get(lossy + "/frames/1", plain).statusCode()).isEqualTo(200);
        assertThat(site.get(lossless + "/frames/1", plain).statusCode()).isEqualTo(406);
        assertThat(site.get(lossless + "/frames/1", plain + "; transfer-syntax=1.2.840.10008.1.2.5")
                        .statusCode())
                .isEqualTo(200);
        assertThat(site.get(lossless + "/frames/1", "image/x-dicom-rle").statusCode())
                .isEqualTo(200);
        assertThat(MultipartBytes.parts(site.get(lossy + "/bulkdata/7FE00010", OHIF_FRAMES)))
                .hasSize(2);

        assertThat(site.get(lossless, "multipart/related; type=\"application/dicom\"")
                        .statusCode())
                .isEqualTo(406);
        assertThat(MultipartBytes.parts(site.get(lossless, TestSite.MULTIPART_DICOM))
                        .get(0)
                        .headers())
                .containsEntry("content-type", "application/dicom; transfer-syntax=1.2.840.10008.1.2.5");
        assertThat(site.get(lossless, "*/*").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("DW-M-05")
    @Tag("DW-M-07")
    void shouldConvertToExplicitLittleEndianWhenThatNeedsNoCodec() throws Exception {
        byte[] implicit =
                Samples.file(Samples.ct("2.25.130", "2.25.230", "2.25.13"), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        site.store(implicit);
        String path = "/studies/2.25.130/series/2.25.230/instances/2.25.13";

        byte[] converted = MultipartBytes.parts(site.get(path, "multipart/related; type=\"application/dicom\""))
                .get(0)
                .body();

        DicomFile file = new DicomReader().read(BytesSource.of(converted));
        assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(file.dataSet().string(org.assent.dicom.Tag.PATIENT_ID)).contains("P-1");
        assertThat(MultipartBytes.parts(site.get(path, TestSite.MULTIPART_DICOM))
                        .get(0)
                        .body())
                .isEqualTo(implicit);
        assertThat(site.get(path, "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.90")
                        .statusCode())
                .isEqualTo(406);
        assertThat(site.get(
                                path,
                                "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.90,"
                                        + " application/dicom; transfer-syntax=1.2.840.10008.1.2.1; q=0.5")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("DW-H-05")
    @Tag("DW-H-06")
    void shouldFindNothingWhenUidsDoNotBelongTogetherAndRefuseWhatIsNoUid() throws Exception {
        site.store(Samples.ctFile("2.25.140", "2.25.240", "2.25.14"));

        for (String path : List.of(
                "/studies/2.25.140/series/2.25.240/instances/2.25.1",
                "/studies/2.25.140/series/" + SERIES + "/instances/2.25.1",
                "/studies/2.25.140/series/" + SERIES + "/metadata",
                "/studies/" + STUDY + "/series/2.25.240/instances/2.25.14/frames/1",
                INSTANCE + "/frames/2")) {
            assertThat(site.get(path, "*/*").statusCode()).as(path).isEqualTo(404);
        }
        for (String path : List.of(
                "/studies/1..2",
                "/studies/01.2/metadata",
                "/studies/abc/series",
                "/studies/" + "1".repeat(65),
                "/studies/%2e%2e/metadata",
                "/studies/1%2F2",
                INSTANCE + "/frames/0",
                INSTANCE + "/frames/2,1",
                INSTANCE + "/frames/1,1",
                INSTANCE + "/frames/x")) {
            assertThat(site.get(path, "*/*").statusCode()).as(path).isEqualTo(400);
        }
    }

    @Test
    @Tag("DW-H-01")
    void shouldDecideAgainBeforeItSaysNotModified() throws Exception {
        site.store(Samples.ctFile("2.25.160", "2.25.260", "2.25.16"));
        String path = "/studies/2.25.160/metadata";
        String tag = site.get(path, "*/*").headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> again =
                site.send(site.request(path).header("Accept", "*/*").header("If-None-Match", tag));
        site.decisions.hide("2.25.160");
        HttpResponse<byte[]> hidden =
                site.send(site.request(path).header("Accept", "*/*").header("If-None-Match", tag));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(hidden.statusCode()).isEqualTo(404);
    }

    @Test
    @Tag("DW-H-03")
    void shouldGiveTheSameHeadersWithoutBodyWhenAskedByHead() throws Exception {
        for (String path : List.of(INSTANCE, INSTANCE + "/metadata", INSTANCE + "/frames/1", "/studies")) {
            HttpResponse<byte[]> response = site.send(
                    site.request(path).header("Accept", "*/*").method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    @Tag("L3")
    void shouldGiveNothingWhenTheAccessLogCannotBeWritten(@TempDir Path other) throws Exception {
        try (TestSite broken = TestSite.start(other)) {
            broken.store(first);
            broken.log.breakDown();

            assertThat(broken.get(INSTANCE + "/frames/1", "*/*").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void shouldLogWhatLeft() throws Exception {
        HttpResponse<byte[]> response = site.get("/studies/" + STUDY, TestSite.MULTIPART_DICOM);

        FakeAccessLog.Entry entry = site.log.last();
        assertThat(response.headers().firstValue("Assent-Receipt")).contains(entry.receipt());
        assertThat(entry.facts().studyInstanceUids()).containsExactly(STUDY);
        assertThat(entry.facts().resource()).isEqualTo("/studies/" + STUDY);
        assertThat(entry.ended()).isEqualTo(new FakeAccessLog.End(200, 3, response.body().length, false));
    }
}
