package org.assent.dicom.io;

import static org.assent.dicom.io.Parsing.fault;
import static org.assent.dicom.io.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.assent.dicom.AttributePath;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.Uid;
import org.assent.dicom.Vr;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.Value;
import org.assent.dicom.io.DicomFile.Preamble;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.Test;

class DicomReaderTest {
    private static SyntheticDicom file() {
        return SyntheticDicom.file(SyntheticDicom.EXPLICIT_LITTLE_ENDIAN, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3");
    }

    @Test
    void shouldReadAWholeFile() throws Exception {
        byte[] bytes = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");

        DicomFile file = parse(bytes);

        assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(file.preamble()).isEqualTo(Preamble.ZERO);
        assertThat(file.trailingBytes()).isZero();
        assertThat(file.fileMetaAgrees()).isTrue();
        assertThat(file.identity())
                .isEqualTo(new InstanceIdentity(
                        new Uid("2.25.1"),
                        new Uid("2.25.2"),
                        new Uid("2.25.3"),
                        new Uid(SyntheticDicom.SECONDARY_CAPTURE)));
        DataSet dataSet = file.dataSet();
        assertThat(dataSet.string(Tag.PATIENT_ID)).contains("P-1");
        assertThat(dataSet.personName(Tag.PATIENT_NAME))
                .hasValueSatisfying(name -> assertThat(name.alphabetic()).isEqualTo("Test^Patient"));
        assertThat(dataSet.integer(Tag.ROWS)).hasValue(4);
        assertThat(dataSet.integer(Tag.INSTANCE_NUMBER)).hasValue(1);
        assertThat(dataSet.string(Tag.ACCESSION_NUMBER)).isEmpty();
    }

    @Test
    void shouldLeavePixelDataInTheFile() throws Exception {
        byte[] bytes = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");

        Value pixels = parse(bytes).dataSet().get(Tag.PIXEL_DATA).orElseThrow().value();

        assertThat(pixels).isInstanceOfSatisfying(Value.Stored.class, stored -> {
            assertThat(stored.length()).isEqualTo(16);
            assertThat(stored.offset()).isEqualTo(bytes.length - 16);
        });
    }

    @Test
    void shouldReadNestedSequencesOfBothLengthForms() throws Exception {
        byte[] item = SyntheticDicom.raw().text(0x00080100, "SH", "A1").toByteArray();
        byte[] bytes = file().header(0x00081032, "SQ", 0xFFFFFFFFL)
                .item(0xFFFFFFFFL)
                .text(0x00080100, "SH", "outer")
                .header(0x00081115, "SQ", item.length + 8L)
                .item(item.length)
                .bytes(item)
                .endOfItem()
                .item(0)
                .endOfSequence()
                .toByteArray();

        DataSet dataSet = parse(bytes).dataSet();

        assertThat(dataSet.items(Tag.of(0x0008, 0x1032))).hasSize(2);
        assertThat(dataSet.items(Tag.of(0x0008, 0x1032)).get(1).size()).isZero();
        AttributePath path =
                AttributePath.parse("00081032.1.00081115.1.00080100").orElseThrow();
        assertThat(dataSet.find(path)).isPresent();
        assertThat(dataSet.find(AttributePath.parse("00081032.3.00080100").orElseThrow()))
                .isEmpty();
    }

    @Test
    void shouldReadUnknownOfUndefinedLengthAsImplicitSequence() throws Exception {
        byte[] bytes = file().header(0x00091001, "UN", 0xFFFFFFFFL)
                .item(0xFFFFFFFFL)
                .bytes(new byte[] {8, 0, 0, 1, 2, 0, 0, 0, 'A', '1'})
                .endOfItem()
                .endOfSequence()
                .toByteArray();

        List<DataSet> items = parse(bytes).dataSet().items(Tag.of(0x0009, 0x1001));

        assertThat(items).singleElement().satisfies(item -> assertThat(item.string(Tag.of(0x0008, 0x0100)))
                .contains("A1"));
    }

    @Test
    void shouldGiveAKnownAttributeThatWasWrittenAsUnknownItsRepresentation() throws Exception {
        byte[] bytes = file().element(0x00280010, "UN", new byte[] {2, 1}).toByteArray();

        DataSet dataSet = parse(bytes).dataSet();

        assertThat(dataSet.get(Tag.ROWS).orElseThrow().vr()).isEqualTo(Vr.US);
        assertThat(dataSet.integer(Tag.ROWS)).hasValue(258);
    }

    @Test
    void shouldSortElementsThatAreOutOfOrder() throws Exception {
        byte[] bytes =
                file().text(0x00100020, "LO", "P1").text(0x00080060, "CS", "CT").toByteArray();

        assertThat(parse(bytes).dataSet()).extracting("tag").containsExactly(Tag.MODALITY, Tag.PATIENT_ID);
    }

    @Test
    void shouldReadItemsInTheirOwnOrTheInheritedCharacterSet() throws Exception {
        byte[] bytes = file().text(0x00080005, "CS", "ISO_IR 100")
                .header(0x00081032, "SQ", 0xFFFFFFFFL)
                .item(0xFFFFFFFFL)
                .element(0x00080104, "LO", new byte[] {(byte) 0xC4, ' '})
                .endOfItem()
                .item(0xFFFFFFFFL)
                .text(0x00080005, "CS", "ISO_IR 144")
                .element(0x00080104, "LO", new byte[] {(byte) 0xBF, ' '})
                .endOfItem()
                .endOfSequence()
                .toByteArray();

        List<DataSet> items = parse(bytes).dataSet().items(Tag.of(0x0008, 0x1032));

        assertThat(items)
                .extracting(item -> item.string(Tag.of(0x0008, 0x0104)).orElse(""))
                .containsExactly("Ä", "П");
    }

    @Test
    void shouldCountBytesBehindPixelDataThatAreNoElement() throws Exception {
        byte[] image = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");
        byte[] bytes = SyntheticDicom.raw().bytes(image).bytes(new byte[1000]).toByteArray();

        DicomFile file = parse(bytes);

        assertThat(file.trailingBytes()).isEqualTo(1000);
        assertThat(file.identity().instance()).isEqualTo(new Uid("2.25.3"));
    }

    @Test
    void shouldRefuseASecondPatientBehindPixelData() {
        byte[] image = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");
        byte[] bytes =
                SyntheticDicom.raw().bytes(image).text(0x00100020, "LO", "P-2").toByteArray();

        assertThat(fault(bytes)).isEqualTo(Reason.DUPLICATE_ATTRIBUTE);
    }

    @Test
    void shouldTolerateAMissingPreambleOnlyWhereFileMetaInformationFollows() throws Exception {
        byte[] whole = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");
        byte[] fromPrefix = Arrays.copyOfRange(whole, 128, whole.length);
        byte[] fromMeta = Arrays.copyOfRange(whole, 132, whole.length);
        byte[] dataSetOnly = SyntheticDicom.raw().text(0x00080060, "CS", "CT").toByteArray();

        assertThat(parse(fromPrefix).preamble()).isEqualTo(Preamble.MISSING);
        assertThat(parse(fromMeta).identity().instance()).isEqualTo(new Uid("2.25.3"));
        assertThat(fault(dataSetOnly)).isEqualTo(Reason.NOT_DICOM);
    }

    @Test
    void shouldFlagAPreambleOfAnotherFormat() throws Exception {
        byte[] bytes = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");
        bytes[0] = 'M';
        bytes[1] = 'Z';

        assertThat(parse(bytes).preamble()).isEqualTo(Preamble.NOT_ZERO);
    }

    @Test
    void shouldTellWhenFileMetaInformationNamesAnotherInstance() throws Exception {
        byte[] bytes = SyntheticDicom.file(
                        SyntheticDicom.EXPLICIT_LITTLE_ENDIAN, SyntheticDicom.SECONDARY_CAPTURE, "2.25.77")
                .text(0x00080016, "UI", SyntheticDicom.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", "2.25.3")
                .text(0x0020000D, "UI", "2.25.1")
                .text(0x0020000E, "UI", "2.25.2")
                .toByteArray();

        assertThat(parse(bytes).fileMetaAgrees()).isFalse();
        assertThat(parse(bytes).identity().instance()).isEqualTo(new Uid("2.25.3"));
    }
}
