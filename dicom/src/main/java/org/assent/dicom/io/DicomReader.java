package org.assent.dicom.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.io.DicomFile.Preamble;
import org.assent.dicom.source.ByteSource;
import org.assent.dicom.source.InflatedSource;

/**
 * Reads DICOM files (PS3.10 §7): every attribute once, large values by their place only.
 *
 * <p>Thread-safe. Whatever the bytes are, the outcome is a {@link DicomFile} or a {@link DicomParseException}; memory is
 * bounded by the limits and not by lengths that the file declares.
 */
public final class DicomReader {
    private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);
    private static final int PREAMBLE_LENGTH = 128;

    private final ParseLimits limits;

    /** A reader with {@link ParseLimits#standard()}. */
    public DicomReader() {
        this(ParseLimits.standard());
    }

    /** A reader with limits of one's own. */
    public DicomReader(ParseLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads a file.
     *
     * @param source its bytes, which must stay open as long as values of the result are read
     * @throws DicomParseException if the bytes are not a DICOM file that can be stored, with the reason
     * @throws IOException if the source cannot be read
     */
    public DicomFile read(ByteSource source) throws DicomParseException, IOException {
        byte[] head = new byte[(int) Math.min(source.size(), PREAMBLE_LENGTH + PREFIX.length)];
        source.readFully(0, head, 0, head.length);
        Preamble preamble = preamble(head);
        int metaStart = metaStart(head, preamble);
        ParseBudget budget = new ParseBudget(limits);
        Cursor cursor = new Cursor(source, metaStart);
        DataSet fileMeta = new DataSetParser(cursor, budget, false).parseFileMeta();
        TransferSyntax syntax = transferSyntax(fileMeta);
        if (syntax.isDeflated()) {
            cursor = new Cursor(inflate(source, cursor.position()), 0);
        }
        DataSetParser parser = new DataSetParser(cursor, budget, syntax.isEncapsulated());
        DataSet dataSet = parser.parseAll(Encoding.of(syntax));
        ByteSource dataSetSource = cursor.source();
        long trailing = dataSetSource.size() - parser.trailingOffset();
        return new DicomFile(source, dataSetSource, preamble, fileMeta, dataSet, syntax, trailing);
    }

    private static Preamble preamble(byte[] head) throws DicomParseException {
        int end = PREAMBLE_LENGTH + PREFIX.length;
        if (head.length == end && Arrays.equals(head, PREAMBLE_LENGTH, end, PREFIX, 0, PREFIX.length)) {
            return Arrays.equals(head, 0, PREAMBLE_LENGTH, new byte[PREAMBLE_LENGTH], 0, PREAMBLE_LENGTH)
                    ? Preamble.ZERO
                    : Preamble.NOT_ZERO;
        }
        if (startsWithPrefix(head) || startsWithFileMeta(head)) {
            return Preamble.MISSING;
        }
        throw new DicomParseException(
                Reason.NOT_DICOM,
                "The file has no DICM prefix at byte 128 and does not start with File Meta Information (PS3.10 7.1).");
    }

    private static int metaStart(byte[] head, Preamble preamble) {
        if (preamble != Preamble.MISSING) {
            return PREAMBLE_LENGTH + PREFIX.length;
        }
        return startsWithPrefix(head) ? PREFIX.length : 0;
    }

    private static boolean startsWithPrefix(byte[] head) {
        return head.length > PREFIX.length && Arrays.equals(head, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
    }

    /** Whether the bytes are (0002,0000) UL, (0002,0001) OB or (0002,0002) UI. */
    private static boolean startsWithFileMeta(byte[] head) {
        if (head.length < 8 || head[0] != 2 || head[1] != 0 || head[3] != 0) {
            return false;
        }
        String vr = new String(head, 4, 2, StandardCharsets.ISO_8859_1);
        return (head[2] == 0 && vr.equals("UL"))
                || (head[2] == 1 && vr.equals("OB"))
                || (head[2] == 2 && vr.equals("UI"));
    }

    private static TransferSyntax transferSyntax(DataSet fileMeta) throws DicomParseException {
        String uid = fileMeta.string(Tag.TRANSFER_SYNTAX_UID).orElse("");
        if (uid.isEmpty()) {
            throw new DicomParseException(
                    Reason.UNSUPPORTED_TRANSFER_SYNTAX,
                    "File Meta Information has no TransferSyntaxUID 00020010; without it the data set cannot be read.");
        }
        return TransferSyntax.of(uid)
                .orElseThrow(
                        () -> new DicomParseException(
                                Reason.UNSUPPORTED_TRANSFER_SYNTAX,
                                "The transfer syntax in 00020010 is not one that this site stores; see its conformance statement."));
    }

    private InflatedSource inflate(ByteSource source, long start) throws DicomParseException, IOException {
        try {
            return InflatedSource.open(source, start, limits.maxInflatedBytes());
        } catch (DataFormatException e) {
            throw new DicomParseException(
                    Reason.TRUNCATED, "The deflated data set from byte " + start + " is damaged or ends early.");
        } catch (InflatedSource.InflatedTooLargeException e) {
            throw new DicomParseException(
                    Reason.TOO_LARGE,
                    "The deflated data set inflates to more than " + limits.maxInflatedBytes()
                            + " bytes; that is the most.");
        }
    }
}
