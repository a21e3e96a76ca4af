package org.assent.dicom.pixel;

import org.assent.dicom.TransferSyntax.Codec;

/** The first bytes of compressed images: SOI of JPEG and JPEG-LS, SOC of JPEG 2000, the signatures of JPEG XL. */
final class CodeStreams {
    /** How many bytes are looked at. */
    static final int HEAD = 4;

    private CodeStreams() {}

    static boolean startsLike(Codec codec, byte[] head, int length) {
        return switch (codec) {
            case JPEG, JPEG_LS -> starts(head, length, 0xFF, 0xD8, 0xFF);
            case JPEG_2000, HTJ2K ->
                starts(head, length, 0xFF, 0x4F, 0xFF, 0x51) || starts(head, length, 0, 0, 0, 0x0C);
            case JPEG_XL -> starts(head, length, 0xFF, 0x0A) || starts(head, length, 0, 0, 0, 0x0C);
            case NATIVE, ENCAPSULATED_NATIVE, DEFLATED_FRAME, RLE, MPEG2, H264, H265 -> false;
        };
    }

    private static boolean starts(byte[] head, int length, int... expected) {
        if (length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((head[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
