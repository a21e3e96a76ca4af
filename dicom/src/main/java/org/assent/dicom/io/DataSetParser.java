package org.assent.dicom.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.charset.SpecificCharacterSet;
import org.assent.dicom.data.ByteOrders;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.FragmentPositions;
import org.assent.dicom.data.TextValues;
import org.assent.dicom.data.Value;

/**
 * Reads the elements of a data set and of the items in it (PS3.5 §7.1, §7.5, A.4).
 *
 * <p>One use, one thread. Elements out of order are sorted; an attribute that occurs twice is refused, because two readers
 * could take different values from it.
 */
final class DataSetParser {
    private static final int MAX_TEXT_IN_MEMORY = 64 * 1024;
    private static final int MAX_BINARY_IN_MEMORY = 1024;

    /** The longest value that DICOM JSON must hold in itself, because PS3.18 F.2.2 allows no reference for it. */
    private static final int MAX_WITHOUT_REFERENCE = 1 << 20;

    private final Cursor cursor;
    private final ParseBudget budget;
    private final boolean encapsulated;
    private boolean signedPixels;
    private int bitsAllocated;
    private long trailingOffset = -1;

    /** A parser that takes fragments of pixel data only if the transfer syntax is an encapsulated one. */
    DataSetParser(Cursor cursor, ParseBudget budget, boolean encapsulated) {
        this.cursor = cursor;
        this.budget = budget;
        this.encapsulated = encapsulated;
    }

    /** Reads to the end of the source, or to bytes behind Pixel Data that are no element. */
    DataSet parseAll(Encoding encoding) throws IOException, DicomParseException {
        return parse(encoding, cursor.source().size(), false, 0, SpecificCharacterSet.DEFAULT);
    }

    /** Reads the elements of group 0002, always Explicit VR Little Endian (PS3.10 §7.1). */
    DataSet parseFileMeta() throws IOException, DicomParseException {
        List<DataElement> elements = new ArrayList<>();
        while (cursor.remaining() >= 8) {
            long start = cursor.position();
            int group = cursor.u16(false);
            cursor.position(start);
            if (group != 0x0002) {
                break;
            }
            ElementHeader header = ElementHeader.read(cursor, Encoding.EXPLICIT_LITTLE, false);
            add(
                    elements,
                    element(header, Encoding.EXPLICIT_LITTLE, cursor.source().size(), 0, SpecificCharacterSet.DEFAULT));
        }
        return finish(elements, SpecificCharacterSet.DEFAULT);
    }

    /** Where bytes start that are not part of the data set, or the end of the source. */
    long trailingOffset() {
        return trailingOffset < 0 ? cursor.source().size() : trailingOffset;
    }

    private DataSet parse(
            Encoding encoding, long end, boolean untilDelimiter, int depth, SpecificCharacterSet inherited)
            throws IOException, DicomParseException {
        List<DataElement> elements = new ArrayList<>();
        SpecificCharacterSet characterSet = inherited;
        boolean afterPixels = false;
        while (untilDelimiter || cursor.position() < end) {
            if (afterPixels && !TrailingBytes.startsElement(cursor, encoding)) {
                trailingOffset = cursor.position();
                break;
            }
            ElementHeader header = ElementHeader.read(cursor, encoding, signedPixels);
            if (untilDelimiter && header.tag().equals(Tag.ITEM_DELIMITATION)) {
                return finish(elements, characterSet);
            }
            if (header.isDelimiter()) {
                throw malformed(header, "is an item or a delimiter where an attribute belongs");
            }
            DataElement element = element(header, encoding, end, depth, characterSet);
            add(elements, element);
            if (header.tag().equals(Tag.SPECIFIC_CHARACTER_SET)) {
                characterSet = SpecificCharacterSet.of(TextValues.of(element, SpecificCharacterSet.DEFAULT));
            } else if (header.tag().equals(Tag.PIXEL_REPRESENTATION)) {
                signedPixels = number(element) == 1;
            } else if (header.tag().equals(Tag.BITS_ALLOCATED)) {
                bitsAllocated = number(element);
            }
            afterPixels = depth == 0 && (afterPixels || header.tag().equals(Tag.PIXEL_DATA));
        }
        return finish(elements, characterSet);
    }

    /** The value of a US element, or -1. */
    private static int number(DataElement element) {
        return element.value() instanceof Value.Bytes bytes && bytes.length() == 2
                ? bytes.buffer().getShort() & 0xFFFF
                : -1;
    }

    private void add(List<DataElement> elements, DataElement element) throws DicomParseException {
        budget.countElement();
        elements.add(element);
    }

    private static DataSet finish(List<DataElement> elements, SpecificCharacterSet characterSet)
            throws DicomParseException {
        boolean sorted = true;
        for (int i = 1; i < elements.size() && sorted; i++) {
            sorted = elements.get(i - 1).tag().compareTo(elements.get(i).tag()) < 0;
        }
        if (!sorted) {
            elements.sort(Comparator.comparing(DataElement::tag));
            for (int i = 1; i < elements.size(); i++) {
                Tag tag = elements.get(i).tag();
                if (tag.equals(elements.get(i - 1).tag())) {
                    throw new DicomParseException(
                            Reason.DUPLICATE_ATTRIBUTE,
                            "The attribute " + tag + " occurs twice in one data set; once is allowed.");
                }
            }
        }
        return DataSet.of(elements, characterSet);
    }

    private DataElement element(
            ElementHeader header, Encoding encoding, long end, int depth, SpecificCharacterSet characterSet)
            throws IOException, DicomParseException {
        if (header.hasUndefinedLength()) {
            return switch (header.vr()) {
                case SQ -> new DataElement(header.tag(), Vr.SQ, items(header, encoding, end, depth, characterSet));
                // PS3.5 §6.2.2: UN of undefined length is a sequence in Implicit VR Little Endian
                case UN ->
                    new DataElement(
                            header.tag(), Vr.SQ, items(header, Encoding.IMPLICIT_LITTLE, end, depth, characterSet));
                case OB, OW -> new DataElement(header.tag(), header.vr(), fragments(header, encoding, end));
                case AE,
                        AS,
                        AT,
                        CS,
                        DA,
                        DS,
                        DT,
                        FD,
                        FL,
                        IS,
                        LO,
                        LT,
                        OD,
                        OF,
                        OL,
                        OV,
                        PN,
                        SH,
                        SL,
                        SS,
                        ST,
                        SV,
                        TM,
                        UC,
                        UI,
                        UL,
                        UR,
                        US,
                        UT,
                        UV -> throw malformed(header, "has undefined length, which " + header.vr() + " cannot have");
            };
        }
        if (header.length() > end - cursor.position()) {
            throw tooLong(header, end);
        }
        if (header.vr() == Vr.SQ) {
            return new DataElement(header.tag(), Vr.SQ, items(header, encoding, end, depth, characterSet));
        }
        Vr known = header.vr() == Vr.UN ? ElementHeader.ofDictionary(header.tag(), signedPixels) : header.vr();
        if (known == Vr.SQ) {
            return sequenceInUnknown(header, end, depth, characterSet);
        }
        return new DataElement(header.tag(), known, value(header, known, encoding));
    }

    /** A known sequence that was written as UN: read as PS3.5 §6.2.2 says, or left as bytes if it is not one. */
    private DataElement sequenceInUnknown(ElementHeader header, long end, int depth, SpecificCharacterSet characterSet)
            throws IOException, DicomParseException {
        long start = cursor.position();
        try {
            return new DataElement(
                    header.tag(), Vr.SQ, items(header, Encoding.IMPLICIT_LITTLE, end, depth, characterSet));
        } catch (DicomParseException e) {
            if (e.reason() != Reason.MALFORMED && e.reason() != Reason.TRUNCATED) {
                throw e;
            }
            cursor.position(start);
            return new DataElement(header.tag(), Vr.UN, value(header, Vr.UN, Encoding.IMPLICIT_LITTLE));
        }
    }

    private Value value(ElementHeader header, Vr vr, Encoding encoding) throws IOException, DicomParseException {
        int swap = encoding.bigEndian() ? swap(header, vr) : 1;
        int most = vr.isText() ? MAX_TEXT_IN_MEMORY : MAX_BINARY_IN_MEMORY;
        if (header.length() > MAX_WITHOUT_REFERENCE && !vr.allowsBulkDataUri()) {
            throw new DicomParseException(
                    Reason.TOO_LARGE,
                    "The attribute " + header.tag() + " has " + header.length() + " bytes; one of " + vr
                            + " may have at most " + MAX_WITHOUT_REFERENCE + ".");
        }
        if (header.length() > most || (isPixels(header.tag()) && header.length() > 0)) {
            Value stored = new Value.Stored(cursor.source(), cursor.position(), header.length(), swap);
            cursor.position(cursor.position() + header.length());
            return stored;
        }
        int length = (int) header.length();
        budget.countBytes(length);
        byte[] bytes = cursor.bytes(length);
        ByteOrders.swap(bytes, length, swap);
        return Value.Bytes.of(bytes);
    }

    /** The words to turn round. Pixel cells of 32 and 64 bits are words of that length, as pydicom reads them. */
    private int swap(ElementHeader header, Vr vr) {
        if (header.vr() == Vr.UN) {
            return 1;
        }
        boolean wideCells = header.tag().equals(Tag.PIXEL_DATA) && (bitsAllocated == 32 || bitsAllocated == 64);
        return wideCells ? bitsAllocated / 8 : vr.wordLength();
    }

    private static boolean isPixels(Tag tag) {
        return tag.equals(Tag.PIXEL_DATA)
                || tag.equals(Tag.FLOAT_PIXEL_DATA)
                || tag.equals(Tag.DOUBLE_FLOAT_PIXEL_DATA);
    }

    private Value.Items items(
            ElementHeader header, Encoding encoding, long outerEnd, int depth, SpecificCharacterSet characterSet)
            throws IOException, DicomParseException {
        budget.checkDepth(depth + 1);
        boolean undefined = header.hasUndefinedLength();
        long end = undefined ? outerEnd : cursor.position() + header.length();
        List<DataSet> items = new ArrayList<>();
        while (undefined || cursor.position() < end) {
            ElementHeader item = ElementHeader.read(cursor, encoding, signedPixels);
            if (undefined && item.tag().equals(Tag.SEQUENCE_DELIMITATION)) {
                break;
            }
            if (!item.tag().equals(Tag.ITEM)) {
                throw malformed(item, "stands where an item (FFFE,E000) of sequence " + header.tag() + " belongs");
            }
            if (!item.hasUndefinedLength() && item.length() > end - cursor.position()) {
                throw tooLong(item, end);
            }
            budget.countElement();
            long itemEnd = item.hasUndefinedLength() ? end : cursor.position() + item.length();
            items.add(parse(encoding, itemEnd, item.hasUndefinedLength(), depth + 1, characterSet));
            if (cursor.position() > end || (!item.hasUndefinedLength() && cursor.position() != itemEnd)) {
                throw malformed(item, "does not end where it says");
            }
        }
        return new Value.Items(items);
    }

    private Value.Fragments fragments(ElementHeader header, Encoding encoding, long end)
            throws IOException, DicomParseException {
        if (!encapsulated) {
            throw malformed(header, "has undefined length, which it can have in a compressed transfer syntax only");
        }
        long start = cursor.position();
        Value.Bytes offsetTable = Value.Bytes.EMPTY;
        FragmentPositions.Builder positions = new FragmentPositions.Builder();
        boolean first = true;
        while (true) {
            ElementHeader item = ElementHeader.read(cursor, encoding, signedPixels);
            if (item.tag().equals(Tag.SEQUENCE_DELIMITATION)) {
                break;
            }
            if (!item.tag().equals(Tag.ITEM) || item.hasUndefinedLength()) {
                throw malformed(item, "stands where a fragment of " + header.tag() + " belongs");
            }
            if (item.length() > end - cursor.position()) {
                throw tooLong(item, end);
            }
            if (first) {
                budget.countBytes(item.length());
                offsetTable = Value.Bytes.of(cursor.bytes((int) item.length()));
                first = false;
            } else {
                positions.add(cursor.position(), item.length());
                budget.checkFragments(positions.count());
                cursor.position(cursor.position() + item.length());
            }
        }
        return new Value.Fragments(cursor.source(), start, cursor.position() - start, offsetTable, positions.build());
    }

    private static DicomParseException malformed(ElementHeader header, String fault) {
        return new DicomParseException(
                Reason.MALFORMED, "The element " + header.tag() + " at byte " + header.start() + " " + fault + ".");
    }

    private DicomParseException tooLong(ElementHeader header, long end) {
        boolean ofFile = end == cursor.source().size();
        return new DicomParseException(
                ofFile ? Reason.TRUNCATED : Reason.MALFORMED,
                "The element " + header.tag() + " at byte " + header.start() + " declares " + header.length()
                        + " bytes, but " + (ofFile ? "the file" : "the item around it") + " ends at byte " + end + ".");
    }
}
