package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.dicom.Vr;
import org.assent.testsupport.Python;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * pydicom's test data through STOW-RS and back through WADO-RS, held against a table that pydicom made beforehand
 * ({@code src/test/python/store_table.py}) and, for metadata, against pydicom itself.
 */
@Tag("peer-python")
class PydicomStoreTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path COMPARE = Path.of("..", "dicom", "src", "test", "python", "compare.py");
    private static final Set<String> PIXELS = Set.of("7FE00008", "7FE00009", "7FE00010");

    @TempDir
    private static Path work;

    private static Path data;
    private static List<PydicomFile> table;
    private static final List<Sent> SENT = new ArrayList<>();

    /** What became of a file that was sent to an empty store: the answer, what the store holds then, and what it gives back. */
    private record Sent(PydicomFile file, StoredAnswer answer, List<String> contents, List<byte[]> retrieved) {

        boolean shouldBeStored() {
            return file.alone().equals(PydicomFile.STORED);
        }
    }

    @BeforeAll
    static void sendEachToAnEmptyStore() throws Exception {
        data = Python.pydicomData();
        table = PydicomFile.table();
        TestSite site = TestSite.start(work.resolve("store-0"));
        try {
            for (PydicomFile file : table) {
                if (file.reusesUid()) { // a server of its own, else the last one emptied, which is quicker
                    site.close();
                    site = TestSite.start(work.resolve("store-" + SENT.size()));
                }
                assertThat(site.contents()).isEmpty();
                SENT.add(send(file, site));
                site.empty();
            }
        } finally {
            site.close();
        }
    }

    private static Sent send(PydicomFile file, TestSite site) throws Exception {
        StoredAnswer answer = StoredAnswer.of(site.store(file.bytes(data)));
        List<byte[]> retrieved = new ArrayList<>();
        if (answer.outcome().equals(PydicomFile.STORED)) {
            retrieved.add(retrieve(site, answer.retrieveUrl()));
            Files.write(metadata(file), JSON.writeValueAsBytes(describe(site, answer.retrieveUrl())));
        }
        return new Sent(file, answer, site.contents(), retrieved);
    }

    @Test
    @Tag("DW-S-04")
    @Tag("DW-S-05")
    @Tag("DW-S-10")
    void shouldStoreOrRefuseEachFileAsForetoldWhenTheStoreIsEmpty() {
        assertThat(SENT).hasSameSizeAs(table).allSatisfy(sent -> {
            assertThat(sent.answer().outcome()).isEqualTo(sent.file().alone());
            assertThat(sent.answer().status()).isEqualTo(sent.shouldBeStored() ? 200 : 409);
        });
        assertThat(SENT).filteredOn(Sent::shouldBeStored).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    @Tag("DW-S-10")
    void shouldLeaveNothingWhenTheFileIsRefused() {
        assertThat(SENT)
                .filteredOn(sent -> !sent.shouldBeStored())
                .hasSizeGreaterThan(20)
                .allSatisfy(sent -> assertThat(sent.contents()).isEmpty());
    }

    @Test
    @Tag("DW-M-06")
    void shouldGiveBackEveryByteWhenAskedAsStored() {
        assertThat(SENT).filteredOn(Sent::shouldBeStored).allSatisfy(sent -> assertThat(sent.retrieved())
                .containsExactly(sent.file().bytes(data)));
    }

    @Test
    @Tag("DW-J-02")
    @Tag("DW-J-04")
    @Tag("DW-J-05")
    @Tag("DW-J-08")
    @Tag("DW-J-10")
    void shouldGiveTheMetadataThatPydicomMakes(@TempDir Path originals) throws Exception {
        for (Sent sent : SENT) {
            if (sent.shouldBeStored()) {
                Files.copy(data.resolve(sent.file().path()), originals.resolve(name(sent.file())));
            }
        }

        Python.Outcome outcome = Python.run(
                COMPARE.toString(),
                originals.toString(),
                work.resolve("metadata").toString());

        assertThat(outcome.exit()).as(outcome.said()).isZero();
        assertThat(outcome.said()).contains(" 0 different, 0 without JSON");
    }

    @Test
    @Tag("DW-S-08")
    void shouldKeepTheFirstOfEachUidWhenAllFilesComeToOneStore() throws Exception {
        Map<String, byte[]> kept = new LinkedHashMap<>();
        try (TestSite site = TestSite.start(work.resolve("one-store"))) {
            for (PydicomFile file : table) {
                StoredAnswer answer = StoredAnswer.of(site.store(file.bytes(data)));

                boolean stays = file.together().equals(PydicomFile.STORED);
                assertThat(answer.outcome()).as(file.path()).isEqualTo(file.together());
                assertThat(answer.status()).as(file.path()).isEqualTo(stays ? 200 : 409);
                if (stays) {
                    kept.put(answer.retrieveUrl(), file.bytes(data));
                }
            }

            assertThat(table)
                    .filteredOn(PydicomFile::reusesUid)
                    .hasSizeGreaterThan(20)
                    .allSatisfy(file -> assertThat(file.alone()).isEqualTo(PydicomFile.STORED));
            assertThat(kept.entrySet()).allSatisfy(entry -> assertThat(retrieve(site, entry.getKey()))
                    .isEqualTo(entry.getValue()));
            assertThat(site.contents()).filteredOn("instance"::equals).hasSameSizeAs(kept.keySet());
        }
    }

    private static byte[] retrieve(TestSite site, String url) throws IOException {
        HttpResponse<byte[]> response = site.get(below(site, url), TestSite.MULTIPART_DICOM);
        assertThat(body(response)).isNotEmpty();
        List<MultipartBytes.Part> parts = MultipartBytes.parts(response);
        assertThat(parts).hasSize(1);
        return parts.get(0).body();
    }

    /** The metadata of an instance with what its addresses lead to in their place, but for pixels. */
    private static JsonNode describe(TestSite site, String url) throws IOException {
        JsonNode metadata = JSON.readTree(body(site.get(below(site, url) + "/metadata", "application/dicom+json")));
        fetchReferences(site, metadata);
        return metadata;
    }

    private static void fetchReferences(TestSite site, JsonNode node) throws IOException {
        if (node instanceof ObjectNode attributes) {
            for (Map.Entry<String, JsonNode> entry : attributes.properties()) {
                if (entry.getValue() instanceof ObjectNode attribute
                        && attribute.has("BulkDataURI")
                        && !PIXELS.contains(entry.getKey())) {
                    String url = attribute.remove("BulkDataURI").asText();
                    putValue(attribute, body(site.get(below(site, url), "application/octet-stream")));
                }
            }
        }
        for (JsonNode child : node) {
            fetchReferences(site, child);
        }
    }

    private static void putValue(ObjectNode attribute, byte[] value) {
        Vr vr = Vr.valueOf(attribute.path("vr").asText());
        if (vr.isInlineBinary()) {
            attribute.put("InlineBinary", value);
        } else {
            assertThat(vr.usesCharacterSet() && !vr.isMultiValuedText())
                    .as("%s by reference", vr)
                    .isTrue();
            attribute.putArray("Value").add(new String(value, StandardCharsets.UTF_8)); // the character set of the JSON
        }
    }

    private static byte[] body(HttpResponse<byte[]> response) {
        assertThat(response.statusCode())
                .as(() -> new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response.body();
    }

    private static String below(TestSite site, String url) {
        assertThat(url).startsWith(site.base());
        return url.substring(site.base().length());
    }

    private static Path metadata(PydicomFile file) throws IOException {
        return Files.createDirectories(work.resolve("metadata")).resolve(name(file) + ".json");
    }

    private static String name(PydicomFile file) {
        return file.path().replace('/', '-');
    }
}
