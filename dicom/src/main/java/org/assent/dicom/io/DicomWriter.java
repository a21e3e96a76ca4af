package org.assent.dicom.io;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.Uid;
import org.assent.dicom.Vr;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.DataSetBuilder;

/**
 * Writes DICOM files (PS3.10 §7) in Explicit or Implicit VR Little Endian.
 *
 * <p>Sequences and items get undefined length, so that nothing is held back to be measured; group lengths of the data set are
 * left out.
 */
public final class DicomWriter {
    /** Implementation Class UID (0002,0012) of files written here: derived from a UUID, PS3.5 B.2. */
    public static final Uid IMPLEMENTATION_CLASS = new Uid("2.25.153642957991877483982161239588853747873");

    private static final String IMPLEMENTATION_VERSION = "ASSENT_1";

    private DicomWriter() {}

    /**
     * Writes a file with new File Meta Information.
     *
     * @param dataSet the data set with SOP Class UID and SOP Instance UID
     * @param syntax Explicit or Implicit VR Little Endian
     * @throws IllegalArgumentException if {@code syntax} is another one
     */
    public static void write(DataSet dataSet, TransferSyntax syntax, OutputStream out) throws IOException {
        write(DataSet.builder().build(), dataSet, syntax, out);
    }

    /**
     * Writes a file that keeps what else is in its File Meta Information.
     *
     * @param fileMeta group 0002 of the file that the data set comes from; transfer syntax and version are replaced
     * @param dataSet the data set
     * @param syntax Explicit or Implicit VR Little Endian
     * @throws IllegalArgumentException if {@code syntax} is another one
     */
    public static void write(DataSet fileMeta, DataSet dataSet, TransferSyntax syntax, OutputStream out)
            throws IOException {
        boolean explicit =
                switch (syntax) {
                    case EXPLICIT_VR_LITTLE_ENDIAN -> true;
                    case IMPLICIT_VR_LITTLE_ENDIAN -> false;
                    default -> throw new IllegalArgumentException("cannot write " + syntax);
                };
        BufferedOutputStream buffered = new BufferedOutputStream(out, 64 * 1024);
        buffered.write(new byte[128]);
        buffered.write("DICM".getBytes(StandardCharsets.US_ASCII));
        writeFileMeta(fileMeta, dataSet, syntax, buffered);
        new ElementWriter(buffered, explicit).write(dataSet);
        buffered.flush();
    }

    private static void writeFileMeta(DataSet fileMeta, DataSet dataSet, TransferSyntax syntax, OutputStream out)
            throws IOException {
        DataSetBuilder meta = fileMeta.toBuilder()
                .remove(Tag.FILE_META_INFORMATION_GROUP_LENGTH)
                .putBytes(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1})
                .put(
                        Tag.MEDIA_STORAGE_SOP_CLASS_UID,
                        Vr.UI,
                        dataSet.string(Tag.SOP_CLASS_UID).orElse(""))
                .put(
                        Tag.MEDIA_STORAGE_SOP_INSTANCE_UID,
                        Vr.UI,
                        dataSet.string(Tag.SOP_INSTANCE_UID).orElse(""))
                .put(Tag.TRANSFER_SYNTAX_UID, syntax.uid())
                .put(Tag.IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_CLASS)
                .put(Tag.IMPLEMENTATION_VERSION_NAME, Vr.SH, IMPLEMENTATION_VERSION);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ElementWriter writer = new ElementWriter(bytes, true);
        for (DataElement element : meta.build()) {
            writer.write(element);
        }
        DataSet length = DataSet.builder()
                .putInt(Tag.FILE_META_INFORMATION_GROUP_LENGTH, Vr.UL, bytes.size())
                .build();
        ElementWriter header = new ElementWriter(out, true);
        for (DataElement element : length) {
            header.write(element);
        }
        bytes.writeTo(out);
    }
}
