package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no honest client sends to STOW-RS: a reason comes back, nothing is stored, and the next request is served. */
@Tag("DW-S-10")
class HostileStoreTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MULTIPART = "multipart/related; type=\"application/dicom\"; boundary=x";
    private static final int FUZZ_ROUNDS = 300;

    @TempDir
    private static Path folder;

    private static TestSite site;
    private static byte[] file;
    private static byte[] valid;

    private List<String> before = List.of();

    @BeforeAll
    static void start() throws Exception {
        site = TestSite.start(folder);
        file = Samples.ctFile("2.25.100", "2.25.200", "2.25.1");
        valid = MultipartBytes.of("x", "application/dicom", List.of(file));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @BeforeEach
    void look() throws Exception {
        before = site.contents();
    }

    @AfterEach
    void stillServes() throws Exception {
        byte[] next = Samples.ctFile("2.25.999", "2.25.998", "2.25.997");
        assertThat(site.store(next).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipart/related; type=\"application/dicom\"                 | 400",
                "multipart/related; type=\"application/dicom\"; boundary=      | 400",
                "multipart/related; type=\"application/dicom\"; boundary=\"\"  | 400",
                "multipart/related; type=\"application/dicom\"; boundary=\"x   | 400",
                "multipart/related; type=\"application/dicom\"; boundary=\"x \" | 400",
                "multipart/related; type=\"application/dicom\"; boundary=y     | 400",
                "multipart/related; type=\"application/dicom\"; boundary=x\u00E9 | 400",
                "multipart/related; type=\"application/dicom\"; boundary=y; boundary=x | 400",
                "multipart/related; type=\"application/dicom\"; boundary=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | 400",
                "multipart/related;;;=;boundary                                | 400",
                "multipart/related; type=text/plain; boundary=x                | 415",
                "multipart/related; type=\"; boundary=x                        | 400",
                "multipart/; boundary=x                                        | 415",
                "multipart/*; boundary=x                                       | 415",
                "*/*                                                           | 415",
                "/                                                             | 415",
                "multipart/mixed; boundary=x                                   | 415"
            })
    @Tag("DW-S-04")
    void shouldRefuseWhenTheContentTypeIsBad(String type, int status) throws Exception {
        RawExchange answer = RawExchange.ended(
                site.uri(""), site.storeHead("/studies", "Content-Type: " + type, length(valid.length)), valid);

        assertProblem(answer, status);
        assertThat(site.contents()).isEqualTo(before);
    }

    @Test
    void shouldRefuseWithoutReadingOnWhenHeadersOfAPartDoNotEnd() throws Exception {
        String line = "X-Header: " + "a".repeat(80) + "\r\n";
        for (String endless : List.of("--x\r\n" + line.repeat(3_000), "--x\r\nX: " + "a".repeat(300_000))) {
            RawExchange answer = RawExchange.halfOpen(
                    site.uri(""),
                    site.storeHead("/studies", "Content-Type: " + MULTIPART, length(1L << 30)),
                    bytes(endless));

            assertProblem(answer, 413);
            assertThat(site.contents()).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseWithoutReadingOnWhenNoBoundaryComes() throws Exception {
        RawExchange answer = RawExchange.halfOpen(
                site.uri(""),
                site.storeHead("/studies", "Content-Type: " + MULTIPART, length(1L << 30)),
                bytes("no boundary here\r\n".repeat(20_000)));

        assertProblem(answer, 400);
        assertThat(site.contents()).isEqualTo(before);
    }

    @Test
    void shouldRefuseWhenThereAreFarTooManyParts() throws Exception {
        byte[] body = bytes("--x\r\n\r\n\r\n".repeat(100_000) + "--x--\r\n");

        HttpResponse<byte[]> answer = site.storeBody("/studies", MULTIPART, body);

        assertProblem(answer, 413);
        assertThat(site.contents()).isEqualTo(before);
    }

    @Test
    @Tag("DW-S-04")
    void shouldStoreNothingWhenTheLengthIsWrong() throws Exception {
        String type = "Content-Type: " + MULTIPART;

        RawExchange tooLong =
                RawExchange.ended(site.uri(""), site.storeHead("/studies", type, length(valid.length + 100)), valid);
        RawExchange tooShort =
                RawExchange.ended(site.uri(""), site.storeHead("/studies", type, length(valid.length - 100)), valid);
        RawExchange none = RawExchange.ended(site.uri(""), site.storeHead("/studies", type), new byte[0]);

        assertProblem(tooLong, 400);
        assertProblem(tooShort, 400);
        assertProblem(none, 411);
        assertThat(site.contents()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: abc", "Content-Length: -5", "Content-Length: 5\r\nContent-Length: 6"})
    void shouldRefuseWhenTheLengthIsNoNumber(String length) throws Exception {
        RawExchange answer = RawExchange.ended(
                site.uri(""), site.storeHead("/studies", "Content-Type: " + MULTIPART, length), valid);

        assertThat(answer.status()).isEqualTo(400);
        assertTellsNothingOfTheInside(answer.body());
        assertThat(site.contents()).isEqualTo(before);
    }

    @Test
    @Tag("DW-S-04")
    void shouldStoreNothingWhenAChunkedBodyBreaksOff() throws Exception {
        String head = site.storeHead("/studies", "Content-Type: " + MULTIPART, "Transfer-Encoding: chunked");
        byte[] whole = chunked(valid);
        byte[] withoutPartEnd = chunked(Arrays.copyOf(valid, valid.length - 7));
        byte[] badSize = whole.clone();
        badSize[0] = 'z';

        for (byte[] body : List.of(
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(whole, whole.length - 5), // only the last chunk is missing
                Arrays.copyOf(whole, 3),
                new byte[0],
                withoutPartEnd,
                badSize)) {
            assertProblem(RawExchange.ended(site.uri(""), head, body), 400);
            assertThat(site.contents()).isEqualTo(before);
        }
        assertThat(RawExchange.ended(site.uri(""), head, whole).status()).isEqualTo(200); // so it was the cut alone
    }

    @Test
    void shouldStoreNothingWhenTheMessageGoesOnAfterItsEnd() throws Exception {
        RawExchange answer = RawExchange.halfOpen(
                site.uri(""),
                site.storeHead("/studies", "Content-Type: " + MULTIPART, length(1L << 30)),
                bytes(new String(valid, StandardCharsets.ISO_8859_1) + " ".repeat(200_000)));

        assertProblem(answer, 400);
        assertThat(site.contents()).isEqualTo(before);
    }

    @Test
    void shouldRefuseABoundaryThatTwoReadersMayReadAsTwo() throws Exception {
        RawExchange answer = RawExchange.ended(
                site.uri(""),
                site.storeHead(
                        "/studies", "Content-Type: multipart/related; boundary=x\u00E9", length(valid.length + 2)),
                MultipartBytes.of("x?", "application/dicom", List.of(file)));

        assertProblem(answer, 400);
        assertThat(site.contents()).isEqualTo(before);
    }

    @Test
    void shouldSayThatAPartIsNoInstanceWhenItIsAMessageItself() throws Exception {
        byte[] inner = MultipartBytes.of("inner", "application/dicom", List.of(file));
        byte[] nested = MultipartBytes.of("x", "multipart/related; boundary=inner", List.of(inner));
        byte[] likeness =
                MultipartBytes.of("x", "application/dicom", List.of(MultipartBytes.of("xx", "a/b", List.of(file))));

        HttpResponse<byte[]> whole = site.storeBody("/studies", MULTIPART, nested);
        HttpResponse<byte[]> confused = site.storeBody("/studies", MULTIPART, likeness);

        assertThat(whole.statusCode()).isEqualTo(409);
        assertThat(StoredAnswer.of(whole).outcome()).isEqualTo("C000");
        assertProblem(confused, 400);
        assertThat(site.contents()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "1..2",
                ".1.2",
                "1.2.",
                "1.02.3",
                "-1.2",
                "1.2%20",
                "1.2%0A3",
                "1.2%00",
                "%F0%9F%92%A9",
                "1.2;x=y",
                "1111111111111111111111111111111111111111111111111111111111111111.1"
            })
    @Tag("DW-H-05")
    void shouldRefuseWhenTheStudyInTheAddressIsNoUid(String study) throws Exception {
        RawExchange answer = RawExchange.ended(
                site.uri(""),
                site.storeHead("/studies", "Content-Type: " + MULTIPART, length(valid.length))
                        .replaceFirst("/studies", "/studies/" + study),
                valid);

        assertThat(answer.status()).isBetween(400, 404);
        assertTellsNothingOfTheInside(answer.body());
        assertThat(site.contents()).isEqualTo(before);
    }

    @Test
    void shouldStoreWholeInstancesOrNothingWhenBytesAreDamaged() throws Exception {
        Random random = Seeds.random("HostileStoreTest");
        site.store(file); // so that the study has its patient, whatever is damaged first
        long known = wholeInstances();
        Set<String> stored = new HashSet<>();
        for (int round = 0; round < FUZZ_ROUNDS; round++) {
            String instance = "2.25." + (1_000 + round);
            byte[] damaged = damage(
                    MultipartBytes.of(
                            "x",
                            "application/dicom",
                            List.of(
                                    Samples.ctFile("2.25.100", "2.25.200", instance),
                                    Samples.ctFile("2.25.100", "2.25.200", instance + "1"))),
                    random);

            HttpResponse<byte[]> answer = site.storeBody("/studies", MULTIPART, damaged);

            assertThat(answer.statusCode()).as("round %s", round).isIn(200, 202, 400, 409, 413);
            if (Set.of(400, 413).contains(answer.statusCode())) {
                assertProblem(answer, answer.statusCode());
            } else {
                JsonNode report = JSON.readTree(answer.body());
                report.at("/00081199/Value")
                        .forEach(item -> stored.add(item.at("/00081155/Value/0").asText()));
            }
            assertThat(wholeInstances()).as("round %s", round).isEqualTo(known + stored.size());
        }
        assertThat(stored).hasSizeBetween(FUZZ_ROUNDS / 10, 2 * FUZZ_ROUNDS);
    }

    /** How many instances there are, each with its file and its row; nothing else may be there. */
    private static long wholeInstances() throws IOException {
        List<String> contents = site.contents();
        long rows = contents.stream().filter("instance"::equals).count();
        assertThat(contents).noneMatch(name -> name.startsWith("incoming"));
        assertThat(contents).filteredOn(name -> name.endsWith(".dcm")).hasSize((int) rows);
        return rows;
    }

    /** One to four wounds: bytes changed, a run cut out, doubled or filled with noise, or the end cut off. */
    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = bytes;
        for (int wounds = 1 + random.nextInt(4); wounds > 0 && damaged.length > 0; wounds--) {
            int at = random.nextInt(damaged.length);
            int end = Math.min(damaged.length, at + 1 + random.nextInt(200));
            byte[] noise = new byte[random.nextInt(3)];
            random.nextBytes(noise);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(damaged, 0, at);
            switch (random.nextInt(5)) {
                case 0 -> {
                    out.write(random.nextInt(256));
                    end = at + 1;
                }
                case 1 -> out.writeBytes(noise);
                case 2 -> {
                    out.write(damaged, at, end - at);
                    out.write(damaged, at, end - at);
                }
                case 3 -> {
                    out.writeBytes(noise);
                    end = at;
                }
                default -> end = random.nextInt(4) == 0 ? damaged.length : at;
            }
            out.write(damaged, end, damaged.length - end);
            damaged = out.toByteArray();
        }
        return damaged;
    }

    private static void assertProblem(HttpResponse<byte[]> answer, int status) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertProblem(new String(answer.body(), StandardCharsets.UTF_8), status);
    }

    private static void assertProblem(RawExchange answer, int status) throws IOException {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.head()).contains("content-type: application/problem+json");
        assertProblem(answer.body(), status);
    }

    /** RFC 9457, with a detail that says something and a request id to ask with. */
    private static void assertProblem(String body, int status) throws IOException {
        JsonNode problem = JSON.readTree(body);
        assertThat(problem.path("type").asText()).startsWith("urn:assent:problem:");
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asText()).hasSizeGreaterThan(20);
        assertThat(problem.path("requestId").asText()).isNotEmpty();
        assertTellsNothingOfTheInside(body);
    }

    private static void assertTellsNothingOfTheInside(String body) {
        assertThat(body).doesNotContain("Exception", "org.assent", "org.eclipse", "java.", "\tat ");
    }

    private static String length(long length) {
        return "Content-Length: " + length;
    }

    private static byte[] chunked(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes(Integer.toHexString(body.length) + "\r\n"));
        out.writeBytes(body);
        out.writeBytes(bytes("\r\n0\r\n\r\n"));
        return out.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
