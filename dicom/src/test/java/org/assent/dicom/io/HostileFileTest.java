package org.assent.dicom.io;

import static org.assent.dicom.io.Parsing.fault;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.json.BulkDataPolicy;
import org.assent.dicom.json.DicomJsonWriter;
import org.assent.dicom.pixel.FrameIndex;
import org.assent.dicom.pixel.InstanceDigest;
import org.assent.dicom.source.BytesSource;
import org.assent.testsupport.Seeds;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken and malicious files: each a typed refusal, in little memory (DW-S-10). */
@Tag("DW-S-10")
class HostileFileTest {
    private static final byte[] IMAGE = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");
    private static final String JPEG = "1.2.840.10008.1.2.4.50";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";

    private static SyntheticDicom file() {
        return SyntheticDicom.file(SyntheticDicom.EXPLICIT_LITTLE_ENDIAN, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1000, 0x7FFFFFFFL, 0xFFFFFFFEL})
    void shouldRefuseAValueThatIsNotThereWithoutAllocatingIt(long declared) {
        assertThat(fault(SyntheticDicom.lyingLength(declared))).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void shouldRefuseDeepNesting() {
        assertThat(fault(SyntheticDicom.nested(33))).isEqualTo(Reason.TOO_DEEP);
        assertThat(fault(SyntheticDicom.nested(100_000))).isEqualTo(Reason.TOO_DEEP);
        assertThat(fault(SyntheticDicom.nested(32))).isEqualTo(Reason.TRUNCATED);
    }

    @Test
    void shouldRefuseTooManyElements() {
        SyntheticDicom many = file().header(0x00081032, "SQ", 0xFFFFFFFFL);
        for (int i = 0; i < 200; i++) {
            many.item(0);
        }

        ParseLimits limits = new ParseLimits(32, 100, 10, 1000, 1000);

        assertThat(fault(many.endOfSequence().toByteArray(), limits)).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void shouldRefuseTooMuchTextAndTooManyFragments() {
        SyntheticDicom text = file();
        SyntheticDicom pixels = SyntheticDicom.file(JPEG, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .header(0x7FE00010, "OB", 0xFFFFFFFFL)
                .item(0);
        for (int i = 0; i < 20; i++) {
            text.element(0x00091000 + i, "LT", new byte[100]);
            pixels.item(2).bytes(new byte[2]);
        }
        ParseLimits limits = new ParseLimits(32, 100, 10, 1000, 1000);

        assertThat(fault(text.toByteArray(), limits)).isEqualTo(Reason.TOO_LARGE);
        assertThat(fault(pixels.endOfSequence().toByteArray(), limits)).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void shouldRefuseAnOffsetTableThatIsTooLongForMemory() {
        byte[] bytes = SyntheticDicom.file(JPEG, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .header(0x7FE00010, "OB", 0xFFFFFFFFL)
                .item(2000)
                .bytes(new byte[2000])
                .endOfSequence()
                .toByteArray();

        assertThat(fault(bytes, new ParseLimits(32, 100, 10, 1000, 1000))).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void shouldRefuseADeflateBombAndABrokenDeflateStream() throws IOException {
        byte[] head = SyntheticDicom.file(DEFLATED, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .toByteArray();
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, new Deflater(9, true))) {
            out.write(new byte[1 << 20]);
        }
        byte[] bomb =
                SyntheticDicom.raw().bytes(head).bytes(deflated.toByteArray()).toByteArray();

        assertThat(bomb).hasSizeLessThan(3000);
        assertThat(fault(bomb, new ParseLimits(32, 100, 10, 1000, 1 << 19))).isEqualTo(Reason.TOO_LARGE);
        assertThat(fault(Arrays.copyOf(bomb, bomb.length - 20))).isEqualTo(Reason.TRUNCATED);
        assertThat(fault(head)).isEqualTo(Reason.TRUNCATED);
    }

    @ParameterizedTest
    @CsvSource({
        "0020000D, , MISSING_UID",
        "0020000E, , MISSING_UID",
        "00080018, , MISSING_UID",
        "00080016, , MISSING_UID",
        "0020000D, 1.2.03, INVALID_UID",
        "0020000E, ../../x, INVALID_UID",
        "00080018, 1..2, INVALID_UID",
        "00080016, CT, INVALID_UID"
    })
    void shouldRefuseAnInstanceWithoutItsUids(String tag, String value, Reason expected) {
        SyntheticDicom dataSet = file();
        for (String uid : new String[] {"00080016", "00080018", "0020000D", "0020000E"}) {
            if (!uid.equals(tag)) {
                dataSet.text(Integer.parseInt(uid, 16), "UI", "2.25.5");
            } else if (value != null) {
                dataSet.text(Integer.parseInt(uid, 16), "UI", value);
            }
        }

        assertThat(fault(dataSet.toByteArray())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.10008.1.2.4.94", "1.2.840.113619.5.2", "1.2.3.4", "1.2.840.10008.1.2.7.1"})
    void shouldRefuseTransferSyntaxesThatAreNotStored(String syntax) {
        byte[] bytes = SyntheticDicom.file(syntax, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .toByteArray();

        assertThat(fault(bytes)).isEqualTo(Reason.UNSUPPORTED_TRANSFER_SYNTAX);
    }

    @Test
    void shouldRefuseADicomdir() {
        byte[] bytes = SyntheticDicom.file(SyntheticDicom.EXPLICIT_LITTLE_ENDIAN, "1.2.840.10008.1.3.10", "2.25.3")
                .text(0x00041130, "CS", "SET")
                .toByteArray();

        assertThat(fault(bytes)).isEqualTo(Reason.UNSUPPORTED_SOP_CLASS);
    }

    @Test
    void shouldRefuseMalformedStructure() {
        assertThat(fault(file().endOfItem().toByteArray())).isEqualTo(Reason.MALFORMED);
        assertThat(fault(file().bytes(new byte[] {8, 0, 0x60, 0, 0, 0, 2, 0, 'C', 'T'})
                        .toByteArray()))
                .isEqualTo(Reason.MALFORMED);
        assertThat(fault(file().header(0x00080060, "CS", 0xFFFF).toByteArray())).isEqualTo(Reason.TRUNCATED);
        assertThat(fault(file().header(0x00420010, "UT", 0xFFFFFFFFL).toByteArray()))
                .isEqualTo(Reason.MALFORMED);
        assertThat(fault(file().header(0x7FE00010, "OB", 0xFFFFFFFFL)
                        .item(0)
                        .endOfSequence()
                        .toByteArray()))
                .isEqualTo(Reason.MALFORMED);
        byte[] itemEndsOutside = file().header(0x00081032, "SQ", 18)
                .item(10)
                .text(0x00080100, "SH", "A1")
                .item(0)
                .toByteArray();
        assertThat(fault(itemEndsOutside)).isEqualTo(Reason.MALFORMED);
        byte[] undefinedInDefined = file().header(0x00081032, "SQ", 18)
                .item(0xFFFFFFFFL)
                .text(0x00080100, "SH", "A1")
                .endOfItem()
                .toByteArray();
        assertThat(fault(undefinedInDefined)).isEqualTo(Reason.MALFORMED);
        byte[] itemTooLong = file().header(0x00081032, "SQ", 8)
                .item(100)
                .bytes(new byte[200])
                .toByteArray();
        assertThat(fault(itemTooLong)).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void shouldRefuseOrReadEveryTruncationOfAFile() throws IOException {
        int stored = 0;
        for (int length = 0; length < IMAGE.length; length++) {
            stored += take(Arrays.copyOf(IMAGE, length)) ? 1 : 0;
        }

        assertThat(stored).as("cut between two elements behind the last UID").isBetween(1, 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.840.10008.1.2.1", "1.2.840.10008.1.2", JPEG})
    void shouldSurviveRandomDamage(String syntax) throws Exception {
        Random random = Seeds.random("HostileFileTest " + syntax);
        byte[] seed = seed(syntax);
        int start = new String(seed, StandardCharsets.ISO_8859_1).indexOf("2.25.1") + 8;
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = seed.clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                damaged[start + random.nextInt(damaged.length - start)] = (byte) random.nextInt(256);
            }
            take(damaged);
        }
    }

    /** A file of the given transfer syntax with a bit of everything. */
    private static byte[] seed(String syntax) throws Exception {
        if (syntax.equals(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid().value())) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DicomWriter.write(
                    Parsing.parse(IMAGE).dataSet().toBuilder()
                            .putItems(
                                    org.assent.dicom.Tag.FAILED_SOP_SEQUENCE,
                                    List.of(Parsing.parse(IMAGE).dataSet()))
                            .build(),
                    TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                    out);
            return out.toByteArray();
        }
        SyntheticDicom file = SyntheticDicom.file(syntax, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .text(0x00080005, "CS", "\\ISO 2022 IR 87")
                .text(0x00080016, "UI", SyntheticDicom.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", "2.25.3")
                .header(0x00081032, "SQ", 0xFFFFFFFFL)
                .item(0xFFFFFFFFL)
                .text(0x00100010, "PN", "A^B=\u001b$B")
                .endOfItem()
                .endOfSequence()
                .text(0x0020000D, "UI", "2.25.1")
                .text(0x0020000E, "UI", "2.25.2")
                .text(0x00280008, "IS", "2")
                .unsignedShort(0x00280010, 1)
                .unsignedShort(0x00280011, 3)
                .unsignedShort(0x00280100, 1)
                .element(0x00720072, "FD", new byte[16]);
        if (syntax.equals(SyntheticDicom.EXPLICIT_LITTLE_ENDIAN)) {
            return file.element(0x7FE00010, "OB", new byte[2]).toByteArray();
        }
        return file.header(0x7FE00010, "OB", 0xFFFFFFFFL)
                .item(8)
                .bytes(new byte[] {0, 0, 0, 0, 10, 0, 0, 0})
                .item(2)
                .bytes(new byte[2])
                .item(2)
                .bytes(new byte[2])
                .endOfSequence()
                .toByteArray();
    }

    /** Does with the bytes what ingest does; anything but a typed refusal is a failure of the test. */
    private static boolean take(byte[] bytes) throws IOException {
        try {
            BytesSource source = BytesSource.of(bytes);
            DicomFile file = new DicomReader(new ParseLimits(16, 10_000, 1000, 1 << 20, 1 << 20)).read(source);
            file.identity();
            DicomJsonWriter.toBytes(file.dataSet(), BulkDataPolicy.above(1024, path -> "x"));
            if (TransferSyntaxConversion.isConvertible(file.transferSyntax())) {
                TransferSyntaxConversion.toExplicitLittleEndian(file, OutputStream.nullOutputStream());
            }
            InstanceDigest.of(source, FrameIndex.of(file));
            return true;
        } catch (DicomParseException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }
}
