package org.assent.dicom.io;

import java.io.IOException;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.dictionary.DataDictionary;
import org.assent.dicom.dictionary.DictionaryEntry;

/**
 * The tag, value representation and length at the start of a data element (PS3.5 §7.1.2, §7.1.3).
 *
 * @param start where the element starts
 * @param tag its tag
 * @param vr as written, or of the dictionary; UN for items and delimiters
 * @param length its value length, or {@link #UNDEFINED}
 */
record ElementHeader(long start, Tag tag, Vr vr, long length) {
    /** The value length FFFFFFFFH. */
    static final long UNDEFINED = 0xFFFFFFFFL;

    private static final int DELIMITER_GROUP = 0xFFFE;

    boolean hasUndefinedLength() {
        return length == UNDEFINED;
    }

    boolean isDelimiter() {
        return tag.group() == DELIMITER_GROUP;
    }

    /** Reads a header and leaves the cursor at the value. */
    static ElementHeader read(Cursor cursor, Encoding encoding, boolean signedPixels)
            throws IOException, DicomParseException {
        long start = cursor.position();
        boolean big = encoding.bigEndian();
        Tag tag = Tag.of(cursor.u16(big), cursor.u16(big));
        if (tag.group() == DELIMITER_GROUP) {
            return new ElementHeader(start, tag, Vr.UN, cursor.u32(big));
        }
        if (!encoding.explicitVr()) {
            return new ElementHeader(start, tag, ofDictionary(tag, signedPixels), cursor.u32(big));
        }
        int first = cursor.u8();
        int second = cursor.u8();
        Vr vr = Vr.ofCode(first, second);
        if (vr == null) {
            // PS3.5 §7.1.2: value representations of later editions have the long form
            if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
                throw new DicomParseException(
                        Reason.MALFORMED,
                        "The data element " + tag + " at byte " + start + " has no value representation.");
            }
            vr = Vr.UN;
        }
        if (!vr.isLongForm()) {
            return new ElementHeader(start, tag, vr, cursor.u16(big));
        }
        cursor.u16(big);
        return new ElementHeader(start, tag, vr, cursor.u32(big));
    }

    /** PS3.5 Annex A.1 and PS3.6: of US or SS, Pixel Representation chooses. */
    static Vr ofDictionary(Tag tag, boolean signedPixels) {
        DictionaryEntry entry = DataDictionary.standard().entry(tag).orElse(null);
        if (entry == null) {
            return DataDictionary.standard().vr(tag);
        }
        return entry.signedByPixels() && signedPixels ? Vr.SS : entry.vr();
    }
}
