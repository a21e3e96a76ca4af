package org.assent.dicom.io;

import java.io.IOException;
import java.io.OutputStream;
import org.assent.dicom.TransferSyntax;

/**
 * Gives an instance in Explicit VR Little Endian, the default of the web services (PS3.18 §8.7.3.5), where that needs no
 * decoding of pixels.
 *
 * <p>Covers Implicit VR Little Endian, Explicit VR Big Endian and Deflated. Compressed instances are the work of codecs, which
 * are to sit beside {@code org.assent.dicom.pixel} and be asked from here.
 */
public final class TransferSyntaxConversion {
    private TransferSyntaxConversion() {}

    /** Whether {@link #toExplicitLittleEndian} takes instances of this transfer syntax. */
    public static boolean isConvertible(TransferSyntax syntax) {
        return !syntax.isEncapsulated();
    }

    /**
     * Writes the whole file anew; one that is in Explicit VR Little Endian already is copied byte by byte.
     *
     * @throws IllegalArgumentException if the transfer syntax is not convertible
     * @throws IOException if reading or writing fails
     */
    public static void toExplicitLittleEndian(DicomFile file, OutputStream out) throws IOException {
        TransferSyntax syntax = file.transferSyntax();
        if (!isConvertible(syntax)) {
            throw new IllegalArgumentException(syntax + " needs a codec");
        }
        if (syntax == TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN) {
            file.source().copyTo(0, file.source().size(), out);
        } else {
            DicomWriter.write(file.fileMeta(), file.dataSet(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, out);
        }
    }
}
