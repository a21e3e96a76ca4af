package org.assent.dicom.io;

import static org.assent.dicom.io.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.Vr;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.Value;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Tag("DW-M-05")
class TransferSyntaxConversionTest {
    private static final byte[] EXPLICIT = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");

    private static byte[] convert(byte[] file) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TransferSyntaxConversion.toExplicitLittleEndian(parse(file), out);
        return out.toByteArray();
    }

    private static byte[] write(DataSet dataSet, TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(dataSet, syntax, out);
        return out.toByteArray();
    }

    private static byte[] pixels(DicomFile file) throws IOException {
        Value value = file.dataSet().get(Tag.PIXEL_DATA).orElseThrow().value();
        return ((Value.Stored) value).toByteArray();
    }

    @Test
    void shouldCopyExplicitLittleEndianByteByByte() throws Exception {
        assertThat(convert(EXPLICIT)).isEqualTo(EXPLICIT);
    }

    @Test
    void shouldKeepAttributesAndPixelsOfAnImplicitFile() throws Exception {
        DataSet original = parse(EXPLICIT).dataSet();
        byte[] implicit = write(original, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);

        DicomFile converted = parse(convert(implicit));

        assertThat(parse(implicit).transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        assertThat(converted.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(converted.dataSet().strings(Tag.PATIENT_NAME)).containsExactly("Test^Patient");
        assertThat(converted.dataSet().size()).isEqualTo(original.size());
        assertThat(pixels(converted)).isEqualTo(pixels(parse(EXPLICIT)));
    }

    @Test
    void shouldTurnWordsOfABigEndianFileRound() throws Exception {
        byte[] bytes = SyntheticDicom.file("1.2.840.10008.1.2.2", SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .bytes(new byte[] {0, 8, 0, 0x18, 'U', 'I', 0, 6, '2', '.', '2', '5', '.', '3'})
                .bytes(new byte[] {0, 0x28, 0, 0x10, 'U', 'S', 0, 2, 1, 2})
                .bytes(new byte[] {0x7F, (byte) 0xE0, 0, 0x10, 'O', 'W', 0, 0, 0, 0, 0, 4, 1, 2, 3, 4})
                .toByteArray();

        DicomFile converted = parse(convert(bytes));

        assertThat(converted.dataSet().integer(Tag.ROWS)).hasValue(0x0102);
        assertThat(pixels(converted)).containsExactly(2, 1, 4, 3);
    }

    @Test
    void shouldInflateADeflatedFile() throws Exception {
        int dataSetStart = EXPLICIT.length - dataSetLength();
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, new Deflater(9, true))) {
            out.write(EXPLICIT, dataSetStart, dataSetLength());
        }
        byte[] bytes = SyntheticDicom.file("1.2.840.10008.1.2.1.99", SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .bytes(deflated.toByteArray())
                .toByteArray();

        byte[] converted = convert(bytes);

        assertThat(Arrays.copyOfRange(converted, converted.length - dataSetLength(), converted.length))
                .isEqualTo(Arrays.copyOfRange(EXPLICIT, dataSetStart, EXPLICIT.length));
    }

    private static int dataSetLength() {
        int meta = SyntheticDicom.file(
                        SyntheticDicom.EXPLICIT_LITTLE_ENDIAN, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .toByteArray()
                .length;
        return EXPLICIT.length - meta;
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-M-16")
    void shouldWriteAValueThatIsTooLongForItsFormAsUnknown() throws Exception {
        DataSet dataSet = DataSet.builder()
                .put(Tag.SOP_INSTANCE_UID, "2.25.3")
                .putBytes(Tag.of(0x3006, 0x0050), Vr.DS, "1.25\\".repeat(14_000).getBytes(StandardCharsets.US_ASCII))
                .build();
        byte[] implicit = write(dataSet, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);

        byte[] explicit = convert(implicit);

        int at = new String(explicit, StandardCharsets.ISO_8859_1).indexOf("\u00060P\u0000");
        assertThat(new String(explicit, at + 4, 2, StandardCharsets.US_ASCII)).isEqualTo("UN");
        assertThat(parse(explicit)
                        .dataSet()
                        .get(Tag.of(0x3006, 0x0050))
                        .orElseThrow()
                        .vr())
                .isEqualTo(Vr.DS);
        assertThat(parse(explicit).dataSet().strings(Tag.of(0x3006, 0x0050)))
                .hasSize(14_001)
                .contains("1.25");
    }

    @Test
    void shouldSayWhatItCannotConvert() throws Exception {
        byte[] jpeg = SyntheticDicom.file("1.2.840.10008.1.2.4.50", SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .text(0x00080018, "UI", "2.25.3")
                .toByteArray();

        assertThat(TransferSyntaxConversion.isConvertible(TransferSyntax.JPEG_BASELINE))
                .isFalse();
        assertThatThrownBy(() -> convert(jpeg)).isInstanceOf(IllegalArgumentException.class);
    }
}
