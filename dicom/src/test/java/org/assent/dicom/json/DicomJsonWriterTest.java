package org.assent.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.charset.SpecificCharacterSet;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.DataSetBuilder;
import org.assent.dicom.data.Value;
import org.assent.dicom.io.Parsing;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PS3.18 Annex F, attribute by attribute. */
class DicomJsonWriterTest {
    private static final Tag PRIVATE = Tag.of(0x0029, 0x1010);

    private static String json(DataSetBuilder builder) throws IOException {
        return json(builder, BulkDataPolicy.inline());
    }

    private static String json(DataSetBuilder builder, BulkDataPolicy policy) throws IOException {
        return new String(DicomJsonWriter.toBytes(builder.build(), policy), StandardCharsets.UTF_8);
    }

    private static DataSetBuilder with(Tag tag, Vr vr, byte[] bytes) {
        return DataSet.builder().putBytes(tag, vr, bytes);
    }

    private static byte[] little(int size, Consumer<ByteBuffer> content) {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        content.accept(buffer);
        return buffer.array();
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-02")
    void shouldWriteAscendingKeysWithoutGroupLengthsAndFileMeta() throws IOException {
        DataSetBuilder builder = DataSet.builder()
                .putInt(PRIVATE, Vr.US, 1)
                .put(Tag.PATIENT_ID, "P1")
                .putInt(Tag.of(0x0010, 0x0000), Vr.UL, 10)
                .put(Tag.TRANSFER_SYNTAX_UID, "1.2")
                .put(Tag.MODALITY, "CT");

        assertThat(json(builder))
                .isEqualTo("{\"00080060\":{\"vr\":\"CS\",\"Value\":[\"CT\"]},"
                        + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"P1\"]},"
                        + "\"00291010\":{\"vr\":\"US\",\"Value\":[1]}}");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-04")
    void shouldWriteEmptyAttributesValuesAndItems() throws IOException {
        DataSet empty = DataSet.builder().build();
        DataSetBuilder builder = DataSet.builder()
                .put(Tag.ACCESSION_NUMBER)
                .put(Tag.IMAGE_TYPE, "ORIGINAL", "", "AXIAL")
                .putItems(Tag.REFERENCED_SOP_SEQUENCE, List.of(empty))
                .putItems(Tag.FAILED_SOP_SEQUENCE, List.of());

        assertThat(json(builder))
                .isEqualTo("{\"00080008\":{\"vr\":\"CS\",\"Value\":[\"ORIGINAL\",null,\"AXIAL\"]},"
                        + "\"00080050\":{\"vr\":\"SH\"},"
                        + "\"00081198\":{\"vr\":\"SQ\"},"
                        + "\"00081199\":{\"vr\":\"SQ\",\"Value\":[{}]}}");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-05")
    void shouldWriteTheGroupsOfAPersonNameThatAreThere() throws IOException {
        assertThat(json(DataSet.builder().put(Tag.PATIENT_NAME, "YAMADA^TARO=山田^太郎=やまだ^たろう")))
                .isEqualTo("{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"YAMADA^TARO\","
                        + "\"Ideographic\":\"山田^太郎\",\"Phonetic\":\"やまだ^たろう\"}]}}");
        assertThat(json(DataSet.builder().put(Tag.PATIENT_NAME, "=山田^太郎")))
                .isEqualTo("{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Ideographic\":\"山田^太郎\"}]}}");
        assertThat(json(DataSet.builder().put(Tag.PATIENT_NAME, "==")))
                .isEqualTo("{\"00100010\":{\"vr\":\"PN\",\"Value\":[null]}}");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-06")
    void shouldWriteAttributeTagsAsHexadecimalDigits() throws IOException {
        byte[] rows = {0x28, 0, 0x10, 0};

        assertThat(json(with(PRIVATE, Vr.AT, rows)))
                .isEqualTo("{\"00291010\":{\"vr\":\"AT\",\"Value\":[\"00280010\"]}}");
    }

    @ParameterizedTest
    @org.junit.jupiter.api.Tag("DW-J-07")
    @CsvSource(
            delimiter = ';',
            value = {
                "DS; 1.50; 1.5",
                "DS; -0.125; -0.125",
                "DS; 100; 100",
                "DS; +7; 7",
                "DS; 1e3; 1000",
                "DS; 0.1; 0.1",
                "DS; 1.2345678901234567890; \"1.2345678901234567890\"",
                "DS; 1e999; \"1e999\"",
                "DS; abc; \"abc\"",
                "DS; NaN; \"NaN\"",
                "IS; 42; 42",
                "IS; -7; -7",
                "IS; 9007199254740993; \"9007199254740993\"",
                "IS; 1A; \"1A\"",
                "IS; 99999999999999999999999; \"99999999999999999999999\""
            })
    void shouldWriteDecimalsAsNumbersOnlyIfNothingIsLost(String vr, String value, String expected) throws IOException {
        assertThat(json(DataSet.builder().put(PRIVATE, Vr.valueOf(vr), value)))
                .isEqualTo("{\"00291010\":{\"vr\":\"" + vr + "\",\"Value\":[" + expected + "]}}");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-07")
    void shouldWriteBinaryNumbers() throws IOException {
        assertThat(json(with(PRIVATE, Vr.FL, little(12, b -> b.putFloat(0.1f)
                        .putFloat(Float.NaN)
                        .putFloat(Float.NEGATIVE_INFINITY)))))
                .contains("[0.1,\"NaN\",\"-Infinity\"]");
        assertThat(json(with(PRIVATE, Vr.FD, little(16, b -> b.putDouble(1e-300).putDouble(Double.POSITIVE_INFINITY)))))
                .contains("[1.0E-300,\"Infinity\"]");
        assertThat(json(with(PRIVATE, Vr.UL, little(4, b -> b.putInt(-1))))).contains("[4294967295]");
        assertThat(json(with(PRIVATE, Vr.SL, little(4, b -> b.putInt(-1))))).contains("[-1]");
        assertThat(json(with(PRIVATE, Vr.US, little(2, b -> b.putShort((short) -1)))))
                .contains("[65535]");
        assertThat(json(with(PRIVATE, Vr.SS, little(2, b -> b.putShort((short) -1)))))
                .contains("[-1]");
        assertThat(json(with(PRIVATE, Vr.UV, little(8, b -> b.putLong(-1))))).contains("[\"18446744073709551615\"]");
        assertThat(json(with(PRIVATE, Vr.SV, little(16, b -> b.putLong(-5).putLong(Long.MIN_VALUE)))))
                .contains("[-5,\"-9223372036854775808\"]");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-08")
    void shouldWriteBinaryAsBase64() throws IOException {
        assertThat(json(with(PRIVATE, Vr.OW, new byte[] {1, 2, 3, 4})))
                .isEqualTo("{\"00291010\":{\"vr\":\"OW\",\"InlineBinary\":\"AQIDBA==\"}}");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-08")
    void shouldStreamStoredBinaryAsLittleEndianBase64() throws Exception {
        byte[] value = new byte[5000];
        value[1] = 1;
        byte[] file = SyntheticDicom.file("1.2.840.10008.1.2.2", SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .bytes(new byte[] {0, 0x29, 0x10, 0x10, 'O', 'W', 0, 0, 0, 0, 0x13, (byte) 0x88})
                .bytes(value)
                .toByteArray();

        String json = json(Parsing.parse(file).dataSet().toBuilder());

        assertThat(json)
                .startsWith("{\"00291010\":{\"vr\":\"OW\",\"InlineBinary\":\"AQAAA")
                .endsWith("A=\"}}");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-09")
    void shouldReferToPixelDataAndLongValues() throws IOException {
        BulkDataPolicy policy = BulkDataPolicy.above(1024, path -> "https://h/" + path);
        DataSet icon = with(Tag.PIXEL_DATA, Vr.OB, new byte[2]).build();
        DataSetBuilder builder = DataSet.builder()
                .putItems(Tag.of(0x0088, 0x0200), List.of(icon))
                .putBytes(PRIVATE, Vr.OB, new byte[1024])
                .putBytes(Tag.of(0x0029, 0x1011), Vr.OB, new byte[1026])
                .put(Tag.of(0x0029, 0x1012), Vr.UT, "x".repeat(1026))
                .put(Tag.of(0x0029, 0x1013), Vr.LO, "y".repeat(1026))
                .putBytes(Tag.PIXEL_DATA, Vr.OW, new byte[2]);

        assertThat(json(builder, policy))
                .contains("\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"https://h/00880200.1.7FE00010\"}")
                .contains("\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"https://h/7FE00010\"}")
                .contains("\"00291010\":{\"vr\":\"OB\",\"InlineBinary\":")
                .contains("\"00291011\":{\"vr\":\"OB\",\"BulkDataURI\":\"https://h/00291011\"}")
                .contains("\"00291012\":{\"vr\":\"UT\",\"BulkDataURI\":\"https://h/00291012\"}")
                .contains("\"00291013\":{\"vr\":\"LO\",\"Value\":[\"yyy");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-E-09")
    void shouldRewriteAReferenceOfAnotherServer() throws IOException {
        DataElement remote = new DataElement(Tag.PIXEL_DATA, Vr.OW, new Value.Reference("http://north/bulk/1"));
        DataSetBuilder builder = DataSet.builder().put(remote);

        assertThat(json(builder, BulkDataPolicy.above(1024, path -> "https://south/" + path)))
                .contains("https://south/7FE00010")
                .doesNotContain("north");
        assertThat(json(builder)).contains("http://north/bulk/1");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-10")
    void shouldSayUtf8WhereItConverts() throws IOException {
        DataSetBuilder builder = new DataSetBuilder(SpecificCharacterSet.DEFAULT)
                .putBytes(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100".getBytes(StandardCharsets.US_ASCII))
                .putBytes(Tag.PATIENT_ID, Vr.LO, new byte[] {(byte) 0xC4, ' '});

        assertThat(json(builder))
                .isEqualTo("{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]},"
                        + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"Ä\"]}}");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-10")
    void shouldNotReferToTextThatReadsOtherwiseInUtf8() throws IOException {
        byte[] text = "Ä".repeat(2_000).getBytes(StandardCharsets.ISO_8859_1);
        DataSetBuilder builder = new DataSetBuilder(SpecificCharacterSet.of(List.of("ISO_IR 100")))
                .putBytes(Tag.of(0x0029, 0x1010), Vr.UT, text)
                .putBytes(Tag.of(0x0029, 0x1011), Vr.UT, "A".repeat(2_000).getBytes(StandardCharsets.US_ASCII));

        assertThat(json(builder, BulkDataPolicy.above(1024, path -> "https://h/" + path)))
                .contains("\"00291010\":{\"vr\":\"UT\",\"Value\":[\"ÄÄÄ")
                .contains("\"00291011\":{\"vr\":\"UT\",\"BulkDataURI\":\"https://h/00291011\"}");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-12")
    void shouldTakePaddingOff() throws IOException {
        assertThat(json(with(Tag.SOP_INSTANCE_UID, Vr.UI, new byte[] {'1', '.', '2', 0})))
                .contains("[\"1.2\"]");
        assertThat(json(with(Tag.STUDY_DATE, Vr.DA, "20260102".getBytes(StandardCharsets.US_ASCII))))
                .contains("[\"20260102\"]");
        assertThat(json(DataSet.builder().put(Tag.of(0x0008, 0x2111), "  kept at the start ")))
                .contains("[\"  kept at the start\"]");
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-J-13")
    void shouldKeepPrivateAttributesWithTheirCreators() throws IOException {
        DataSetBuilder builder =
                DataSet.builder().put(Tag.of(0x0029, 0x0010), "ACME").putBytes(PRIVATE, Vr.UN, new byte[] {1, 2});

        assertThat(json(builder))
                .isEqualTo("{\"00290010\":{\"vr\":\"LO\",\"Value\":[\"ACME\"]},"
                        + "\"00291010\":{\"vr\":\"UN\",\"InlineBinary\":\"AQI=\"}}");
    }
}
