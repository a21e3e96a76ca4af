package org.assent.testsupport;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tiny DICOM files written byte by byte, for tests that need a file which is right, or wrong in one known way.
 *
 * <p>Depends on nothing but the JDK, so that a fault in our own writer cannot hide a fault in our own reader. Explicit VR
 * Little Endian (PS3.5 A.2) unless a method says otherwise.
 */
public final class SyntheticDicom {
    /** Explicit VR Little Endian. */
    public static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    /** Secondary Capture Image Storage. */
    public static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private SyntheticDicom() {}

    /** An empty byte sequence without preamble, to which elements are added. */
    public static SyntheticDicom raw() {
        return new SyntheticDicom();
    }

    /** Preamble, prefix and File Meta Information (PS3.10 §7.1) for the given transfer syntax and instance. */
    public static SyntheticDicom file(String transferSyntax, String sopClass, String sopInstance) {
        SyntheticDicom meta = raw().element(0x00020001, "OB", new byte[] {0, 1})
                .text(0x00020002, "UI", sopClass)
                .text(0x00020003, "UI", sopInstance)
                .text(0x00020010, "UI", transferSyntax)
                .text(0x00020012, "UI", "2.25.1");
        byte[] metaBytes = meta.toByteArray();
        ByteBuffer length =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(metaBytes.length);
        return raw().bytes(new byte[128])
                .bytes("DICM".getBytes(StandardCharsets.US_ASCII))
                .element(0x00020000, "UL", length.array())
                .bytes(metaBytes);
    }

    /** A valid 4x4 8-bit secondary capture image whose pixels are 0 to 15. */
    public static byte[] secondaryCapture(String study, String series, String instance, String patientId) {
        byte[] pixels = new byte[16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        return file(EXPLICIT_LITTLE_ENDIAN, SECONDARY_CAPTURE, instance)
                .text(0x00080016, "UI", SECONDARY_CAPTURE)
                .text(0x00080018, "UI", instance)
                .text(0x00080020, "DA", "20260102")
                .text(0x00080060, "CS", "OT")
                .text(0x00100010, "PN", "Test^Patient")
                .text(0x00100020, "LO", patientId)
                .text(0x0020000D, "UI", study)
                .text(0x0020000E, "UI", series)
                .text(0x00200013, "IS", "1")
                .unsignedShort(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME2")
                .unsignedShort(0x00280010, 4)
                .unsignedShort(0x00280011, 4)
                .unsignedShort(0x00280100, 8)
                .unsignedShort(0x00280101, 8)
                .unsignedShort(0x00280102, 7)
                .unsignedShort(0x00280103, 0)
                .element(0x7FE00010, "OB", pixels)
                .toByteArray();
    }

    /** A file whose last element declares {@code declaredLength} bytes and has none. */
    public static byte[] lyingLength(long declaredLength) {
        return file(EXPLICIT_LITTLE_ENDIAN, SECONDARY_CAPTURE, "2.25.9")
                .text(0x00080018, "UI", "2.25.9")
                .header(0x00420011, "OB", declaredLength)
                .toByteArray();
    }

    /** A file with {@code depth} sequences of undefined length, each inside the other and none closed. */
    public static byte[] nested(int depth) {
        SyntheticDicom file = file(EXPLICIT_LITTLE_ENDIAN, SECONDARY_CAPTURE, "2.25.9");
        for (int i = 0; i < depth; i++) {
            file.header(0x00400260, "SQ", 0xFFFFFFFFL).item(0xFFFFFFFFL);
        }
        return file.toByteArray();
    }

    /** Adds a text element, padded to even length as PS3.5 §6.2 says (UI with NUL, others with a space). */
    public SyntheticDicom text(int tag, String vr, String value) {
        byte[] ascii = value.getBytes(StandardCharsets.US_ASCII);
        byte[] padded = ascii.length % 2 == 0 ? ascii : Arrays.copyOf(ascii, ascii.length + 1);
        if (padded.length > ascii.length) {
            padded[ascii.length] = (byte) ("UI".equals(vr) ? 0 : ' ');
        }
        return element(tag, vr, padded);
    }

    /** Adds a US element with one value. */
    public SyntheticDicom unsignedShort(int tag, int value) {
        return element(tag, "US", new byte[] {(byte) value, (byte) (value >> 8)});
    }

    /** Adds an element with exactly these value bytes. */
    public SyntheticDicom element(int tag, String vr, byte[] value) {
        return header(tag, vr, value.length).bytes(value);
    }

    /** Adds the header of an element with any declared length (PS3.5 §7.1.2); the value is up to the caller. */
    public SyntheticDicom header(int tag, String vr, long declaredLength) {
        little(tag >>> 16, 2).little(tag & 0xFFFF, 2).bytes(vr.getBytes(StandardCharsets.US_ASCII));
        boolean wide =
                switch (vr) {
                    case "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV" -> true;
                    default -> false;
                };
        return wide ? little(0, 2).little(declaredLength, 4) : little(declaredLength, 2);
    }

    /** Adds an item header (FFFE,E000). */
    public SyntheticDicom item(long declaredLength) {
        return little(0xFFFE, 2).little(0xE000, 2).little(declaredLength, 4);
    }

    /** Adds a sequence delimitation item (FFFE,E0DD). */
    public SyntheticDicom endOfSequence() {
        return little(0xFFFE, 2).little(0xE0DD, 2).little(0, 4);
    }

    /** Adds an item delimitation item (FFFE,E00D). */
    public SyntheticDicom endOfItem() {
        return little(0xFFFE, 2).little(0xE00D, 2).little(0, 4);
    }

    /** Adds bytes as they are. */
    public SyntheticDicom bytes(byte[] raw) {
        out.writeBytes(raw);
        return this;
    }

    /** All bytes so far, in a new array. */
    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private SyntheticDicom little(long value, int width) {
        for (int i = 0; i < width; i++) {
            out.write((int) (value >>> (8 * i)));
        }
        return this;
    }
}
