package org.assent.dicom.phantom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.Uid;
import org.assent.dicom.Vr;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.DataSetBuilder;
import org.assent.dicom.io.DicomWriter;

/**
 * A head CT that nobody was scanned for: one study of one series, axial slices of 512x512, signed 16-bit Hounsfield units.
 *
 * <p>The same patient, seed and number of slices give the same bytes and UIDs on every machine. Objects follow the CT Image
 * IOD (PS3.3 A.3). Immutable, thread-safe: slices can be made in parallel.
 */
public final class CtHeadPhantom {
    /** The number of slices of the study that demonstrations use. */
    public static final int STANDARD_SLICES = 100;

    /** Rows and columns of a slice. */
    public static final int SIZE = 512;

    /** CT Image Storage. */
    public static final Uid SOP_CLASS = new Uid("1.2.840.10008.5.1.4.1.1.2");

    private static final double PIXEL_MM = 0.48;
    private static final double HEAD_MM = 150;
    private static final LocalDate STUDY_DATE = LocalDate.of(2026, 1, 15);
    private static final DateTimeFormatter DICOM_DATE = DateTimeFormatter.BASIC_ISO_DATE;

    private final PhantomPatient patient;
    private final long seed;
    private final int slices;
    private final List<Ellipsoid> bodies;

    /**
     * A study.
     *
     * @param patient who it is said to show
     * @param seed what UIDs, anatomy and noise come from
     * @param slices 1 to 1000
     */
    public CtHeadPhantom(PhantomPatient patient, long seed, int slices) {
        if (slices < 1 || slices > 1000) {
            throw new IllegalArgumentException("1 to 1000 slices, not " + slices);
        }
        this.patient = patient;
        this.seed = seed;
        this.slices = slices;
        this.bodies = HeadAnatomy.of(seed);
    }

    /** Study Instance UID. */
    public Uid studyInstanceUid() {
        return PhantomUids.of(seed, "study");
    }

    /** Series Instance UID. */
    public Uid seriesInstanceUid() {
        return PhantomUids.of(seed, "series");
    }

    /** SOP Instance UID of slice {@code number}, from 1. */
    public Uid sopInstanceUid(int number) {
        return PhantomUids.of(seed, "slice " + number);
    }

    /** The number of slices. */
    public int slices() {
        return slices;
    }

    /** Slice {@code number} (from 1, feet first) as a file in Explicit VR Little Endian. */
    public byte[] slice(int number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE * SIZE * 2 + 4096);
        try {
            write(number, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return out.toByteArray();
    }

    /** Writes slice {@code number}, from 1, as a file. */
    public void write(int number, OutputStream out) throws IOException {
        DicomWriter.write(dataSet(number), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
    }

    /** Writes all slices as {@code ct001.dcm} and so on, several at a time. The folder is made if it is not there. */
    public void writeTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        try {
            IntStream.rangeClosed(1, slices).parallel().forEach(number -> writeFile(folder, number));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void writeFile(Path folder, int number) {
        Path file = folder.resolve(String.format(Locale.ROOT, "ct%03d.dcm", number));
        try (OutputStream out = Files.newOutputStream(file)) {
            write(number, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DataSet dataSet(int number) {
        if (number < 1 || number > slices) {
            throw new IndexOutOfBoundsException("slice " + number + " of " + slices);
        }
        DataSetBuilder builder = DataSet.builder();
        putPatientAndStudy(builder);
        putSeries(builder);
        putGeometry(builder, number);
        putPixels(builder, number);
        return builder.build();
    }

    private void putPatientAndStudy(DataSetBuilder builder) {
        String date = DICOM_DATE.format(STUDY_DATE);
        builder.put(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
                .put(Tag.PATIENT_NAME, patient.name().toDicom())
                .put(Tag.PATIENT_ID, patient.id())
                .put(Tag.PATIENT_BIRTH_DATE, DICOM_DATE.format(patient.birthDate()))
                .put(Tag.PATIENT_SEX, patient.sex())
                .put(Tag.STUDY_INSTANCE_UID, studyInstanceUid())
                .put(Tag.STUDY_DATE, date)
                .put(Tag.STUDY_TIME, "101500")
                .put(Tag.SERIES_DATE, date)
                .put(Tag.SERIES_TIME, "101730")
                .put(Tag.CONTENT_DATE, date)
                .put(Tag.CONTENT_TIME, "101800")
                .put(Tag.STUDY_ID, "1")
                .put(Tag.STUDY_DESCRIPTION, "CT head (phantom)")
                .put(Tag.ACCESSION_NUMBER, "P" + Long.toUnsignedString(seed, 36).toUpperCase(Locale.ROOT))
                .put(Tag.REFERRING_PHYSICIAN_NAME);
        if (!patient.issuer().isEmpty()) {
            builder.put(Tag.ISSUER_OF_PATIENT_ID, patient.issuer());
        }
    }

    private void putSeries(DataSetBuilder builder) {
        builder.put(Tag.SERIES_INSTANCE_UID, seriesInstanceUid())
                .put(Tag.SERIES_NUMBER, "1")
                .put(Tag.SERIES_DESCRIPTION, "Head, axial")
                .put(Tag.MODALITY, "CT")
                .put(Tag.MANUFACTURER, "Assent phantom")
                .put(Tag.BODY_PART_EXAMINED, "HEAD")
                .put(Tag.PATIENT_POSITION, "HFS")
                .put(Tag.FRAME_OF_REFERENCE_UID, PhantomUids.of(seed, "frame of reference"))
                .put(Tag.POSITION_REFERENCE_INDICATOR)
                .put(Tag.KVP, "120")
                .put(Tag.ACQUISITION_NUMBER, "1");
    }

    private void putGeometry(DataSetBuilder builder, int number) {
        double spacing = HEAD_MM / slices;
        double corner = -(SIZE - 1) * PIXEL_MM / 2;
        double z = (number - 1) * spacing;
        builder.put(Tag.SOP_CLASS_UID, SOP_CLASS)
                .put(Tag.SOP_INSTANCE_UID, sopInstanceUid(number))
                .put(Tag.IMAGE_TYPE, "ORIGINAL", "PRIMARY", "AXIAL")
                .put(Tag.INSTANCE_NUMBER, Integer.toString(number))
                .put(Tag.IMAGE_POSITION_PATIENT, decimal(corner), decimal(corner), decimal(z))
                .put(Tag.IMAGE_ORIENTATION_PATIENT, "1", "0", "0", "0", "1", "0")
                .put(Tag.PIXEL_SPACING, decimal(PIXEL_MM), decimal(PIXEL_MM))
                .put(Tag.SLICE_THICKNESS, decimal(spacing))
                .put(Tag.SPACING_BETWEEN_SLICES, decimal(spacing))
                .put(Tag.SLICE_LOCATION, decimal(z));
    }

    private void putPixels(DataSetBuilder builder, int number) {
        double height = slices == 1 ? 0 : 1.6 * (number - 1) / (slices - 1) - 0.75;
        builder.putInt(Tag.SAMPLES_PER_PIXEL, 1)
                .put(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
                .putInt(Tag.ROWS, SIZE)
                .putInt(Tag.COLUMNS, SIZE)
                .putInt(Tag.BITS_ALLOCATED, 16)
                .putInt(Tag.BITS_STORED, 16)
                .putInt(Tag.HIGH_BIT, 15)
                .putInt(Tag.PIXEL_REPRESENTATION, 1)
                .put(Tag.RESCALE_INTERCEPT, "0")
                .put(Tag.RESCALE_SLOPE, "1")
                .put(Tag.RESCALE_TYPE, "HU")
                .put(Tag.WINDOW_CENTER, "40")
                .put(Tag.WINDOW_WIDTH, "400")
                .putBytes(Tag.PIXEL_DATA, Vr.OW, HeadSlice.pixels(bodies, height, SIZE, seed * 1009 + number));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
