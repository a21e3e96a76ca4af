package org.assent.dicom.io;

import java.io.IOException;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;

/**
 * Tells whether what follows Pixel Data is one more attribute or left-over bytes, which some writers append.
 *
 * <p>An attribute counts as one even if it is out of order, so that nothing that another reader could take as, say, a second
 * Patient ID is passed over as left-over bytes.
 */
final class TrailingBytes {
    private TrailingBytes() {}

    static boolean startsElement(Cursor cursor, Encoding encoding) throws IOException {
        long start = cursor.position();
        try {
            boolean big = encoding.bigEndian();
            if (cursor.remaining() < 8) {
                return false;
            }
            Tag tag = Tag.of(cursor.u16(big), cursor.u16(big));
            if (tag.group() <= 0x0002 || tag.group() == 0xFFFF) {
                return false;
            }
            return encoding.explicitVr()
                    ? Vr.ofCode(cursor.u8(), cursor.u8()) != null
                    : cursor.u32(big) <= cursor.remaining();
        } catch (DicomParseException e) {
            return false;
        } finally {
            cursor.position(start);
        }
    }
}
