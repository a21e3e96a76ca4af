package org.assent.dicomweb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.Vr;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.DataSetBuilder;
import org.assent.dicom.io.DicomWriter;
import org.assent.testsupport.SyntheticDicom;

/** Small instances for the tests. */
final class Samples {

    static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    private Samples() {}

    /** A CT slice of 8x8 pixels of 16 bits with everything that can be matched. */
    static DataSetBuilder ct(String study, String series, String instance) {
        return DataSet.builder()
                .put(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
                .put(Tag.SOP_CLASS_UID, CT)
                .put(Tag.SOP_INSTANCE_UID, instance)
                .put(Tag.STUDY_DATE, "20260315")
                .put(Tag.STUDY_TIME, "101530.5")
                .put(Tag.ACCESSION_NUMBER, "ACC-1")
                .put(Tag.MODALITY, "CT")
                .put(Tag.REFERRING_PHYSICIAN_NAME, "House^Gregory")
                .put(Tag.STUDY_DESCRIPTION, "Head")
                .put(Tag.SERIES_DESCRIPTION, "Axial")
                .put(Tag.PATIENT_NAME, "Müller^Jörg")
                .put(Tag.PATIENT_ID, "P-1")
                .put(Tag.ISSUER_OF_PATIENT_ID, "urn:test:hospital")
                .put(Tag.PATIENT_BIRTH_DATE, "19700102")
                .put(Tag.PATIENT_SEX, "M")
                .put(Tag.STUDY_INSTANCE_UID, study)
                .put(Tag.SERIES_INSTANCE_UID, series)
                .put(Tag.STUDY_ID, "S1")
                .put(Tag.SERIES_NUMBER, "2")
                .put(Tag.INSTANCE_NUMBER, "1")
                .putInt(Tag.SAMPLES_PER_PIXEL, 1)
                .put(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .putInt(Tag.ROWS, 8)
                .putInt(Tag.COLUMNS, 8)
                .putInt(Tag.BITS_ALLOCATED, 16)
                .putInt(Tag.BITS_STORED, 16)
                .putInt(Tag.HIGH_BIT, 15)
                .putInt(Tag.PIXEL_REPRESENTATION, 0)
                .put(Tag.PERFORMED_PROCEDURE_STEP_START_DATE, "20260315")
                .put(Tag.PERFORMED_PROCEDURE_STEP_START_TIME, "101000")
                .putItems(
                        Tag.REQUEST_ATTRIBUTES_SEQUENCE,
                        List.of(DataSet.builder()
                                .put(Tag.SCHEDULED_PROCEDURE_STEP_ID, "SPS-1")
                                .put(Tag.REQUESTED_PROCEDURE_ID, "RP-1")
                                .build()))
                .putBytes(Tag.PIXEL_DATA, Vr.OW, pixels(instance));
    }

    /** The pixels of {@link #ct}: 128 bytes that differ with the instance. */
    static byte[] pixels(String instance) {
        byte[] pixels = new byte[128];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (instance.hashCode() >>> (i % 24) ^ i);
        }
        return pixels;
    }

    static byte[] file(DataSetBuilder dataSet) throws IOException {
        return file(dataSet, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }

    static byte[] file(DataSetBuilder dataSet, TransferSyntax syntax) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(dataSet.build(), syntax, out);
        return out.toByteArray();
    }

    static byte[] ctFile(String study, String series, String instance) throws IOException {
        return file(ct(study, series, instance));
    }

    /** An instance of two compressed frames whose code streams are whatever is given. */
    static byte[] compressed(TransferSyntax syntax, String study, String series, String instance, byte[]... frames) {
        SyntheticDicom file = SyntheticDicom.file(syntax.uid().value(), SyntheticDicom.SECONDARY_CAPTURE, instance)
                .text(0x00080016, "UI", SyntheticDicom.SECONDARY_CAPTURE)
                .text(0x00080018, "UI", instance)
                .text(0x00080060, "CS", "OT")
                .text(0x00100010, "PN", "Test^Patient")
                .text(0x00100020, "LO", "P-2")
                .text(0x0020000D, "UI", study)
                .text(0x0020000E, "UI", series)
                .unsignedShort(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME2")
                .text(0x00280008, "IS", Integer.toString(frames.length))
                .unsignedShort(0x00280010, 4)
                .unsignedShort(0x00280011, 4)
                .unsignedShort(0x00280100, 8)
                .unsignedShort(0x00280101, 8)
                .unsignedShort(0x00280102, 7)
                .unsignedShort(0x00280103, 0)
                .header(0x7FE00010, "OB", 0xFFFFFFFFL)
                .item(0);
        for (byte[] frame : frames) {
            file.item(frame.length).bytes(frame);
        }
        return file.endOfSequence().toByteArray();
    }
}
