package org.assent.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.DataSetBuilder;
import org.assent.dicom.data.Value;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomJsonReaderTest {
    private static DataSet read(String json) throws IOException, DicomParseException {
        return DicomJsonReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldReadValuesBeforeTheirRepresentation() throws Exception {
        DataSet dataSet = read("{\"00280010\":{\"Value\":[512],\"vr\":\"US\"},"
                + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"A^B\",\"Phonetic\":\"あ\"}]},"
                + "\"00081198\":{\"vr\":\"SQ\",\"Value\":[{\"00081197\":{\"vr\":\"US\",\"Value\":[50185]}},{}]},"
                + "\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"http://h/1\"}}");

        assertThat(dataSet.integer(Tag.ROWS)).hasValue(512);
        assertThat(dataSet.string(Tag.PATIENT_NAME)).contains("A^B==あ");
        assertThat(dataSet.items(Tag.FAILED_SOP_SEQUENCE)).hasSize(2);
        assertThat(dataSet.items(Tag.FAILED_SOP_SEQUENCE).get(0).integer(Tag.FAILURE_REASON))
                .hasValue(50185);
        assertThat(dataSet.get(Tag.PIXEL_DATA).orElseThrow().value()).isEqualTo(new Value.Reference("http://h/1"));
    }

    @Test
    void shouldReadAnArrayOfObjects() throws Exception {
        String json = "[{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"P1\"]}},{}]";

        List<DataSet> all = DicomJsonReader.readArray(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));

        assertThat(all).hasSize(2);
        assertThat(all.get(0).string(Tag.PATIENT_ID)).contains("P1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{} {}",
                "{\"0010\":{\"vr\":\"LO\"}}",
                "{\"00100020\":1}",
                "{\"00100020\":{}}",
                "{\"00100020\":{\"vr\":\"ZZ\"}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":\"P1\"}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[1]}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[true]}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\\\\b\"]}}",
                "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"a\"],\"BulkDataURI\":\"x\"}}",
                "{\"00100020\":{\"vr\":\"LO\",\"BulkDataURI\":\"x\"}}",
                "{\"00100020\":{\"vr\":\"LO\",\"InlineBinary\":\"AAAA\"}}",
                "{\"00100020\":{\"vr\":\"LO\"},\"00100020\":{\"vr\":\"LO\"}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[65536]}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[1.5]}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[\"1e999999999\"]}}",
                "{\"00280010\":{\"vr\":\"US\",\"Value\":[{}]}}",
                "{\"00281199\":{\"vr\":\"UI\",\"Value\":[{}]}}",
                "{\"00291010\":{\"vr\":\"OB\",\"InlineBinary\":\"*\"}}",
                "{\"00291010\":{\"vr\":\"AT\",\"Value\":[\"xyz\"]}}",
                "{\"00081198\":{\"vr\":\"SQ\",\"Value\":[1]}}"
            })
    void shouldRefuseWhatIsNoDicomJson(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        DicomParseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_JSON));
    }

    @Test
    void shouldRefuseDeepNesting() {
        String json = "{\"00081198\":{\"vr\":\"SQ\",\"Value\":[".repeat(5000);

        assertThatThrownBy(() -> read(json)).isInstanceOf(DicomParseException.class);
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-07")
    void shouldComeBackFromJsonAsTheSameBytes() throws Exception {
        Random random = Seeds.random("DicomJsonReaderTest");
        for (int round = 0; round < 300; round++) {
            DataSet original = randomDataSet(random, 0);
            byte[] json = DicomJsonWriter.toBytes(original, BulkDataPolicy.inline());

            DataSet back = DicomJsonReader.read(new ByteArrayInputStream(json));

            assertThat(back).as(new String(json, StandardCharsets.UTF_8)).containsExactlyElementsOf(original);
        }
    }

    private static DataSet randomDataSet(Random random, int depth) {
        DataSetBuilder builder = DataSet.builder();
        Vr[] all = Vr.values();
        for (int i = random.nextInt(12); i >= 0; i--) {
            Vr vr = all[random.nextInt(all.length)];
            Tag tag = Tag.of(0x0029, 0x1000 + random.nextInt(0xFFF));
            if (vr == Vr.SQ) {
                List<DataSet> items = new ArrayList<>();
                for (int n = depth < 3 ? random.nextInt(3) : 0; n > 0; n--) {
                    items.add(randomDataSet(random, depth + 1));
                }
                builder.putItems(tag, items);
            } else if (vr.isText()) {
                builder.put(tag, vr, randomText(random, vr));
            } else {
                builder.putBytes(tag, vr, randomNumbers(random, vr));
            }
        }
        return builder.build();
    }

    private static String randomText(Random random, Vr vr) {
        return switch (vr) {
            case DS -> Double.toString(random.nextInt(1000) / 8.0).replaceAll("\\.0$", "");
            case IS -> Integer.toString(random.nextInt());
            case PN -> "Äpfel^Öl=山田^太郎";
            case UI -> "2.25." + random.nextInt(Integer.MAX_VALUE);
            default -> {
                String text = vr.usesCharacterSet() ? "Größe \"☃\" 山" : "\"/ A";
                yield random.nextBoolean() ? "" : text + random.nextInt(100);
            }
        };
    }

    private static byte[] randomNumbers(Random random, Vr vr) {
        byte[] bytes = new byte[8 * random.nextInt(4)];
        random.nextBytes(bytes);
        for (int at = 7; vr == Vr.FL && at < bytes.length + 4; at += 4) {
            bytes[at - 4] &= 0x3F; // no NaN: it has many bit patterns
        }
        for (int at = 7; vr == Vr.FD && at < bytes.length; at += 8) {
            bytes[at] &= 0x3F;
        }
        return bytes;
    }
}
