package org.assent.dicom;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The transfer syntaxes that this site stores: PS3.5 Annex A and PS3.6 Table A-1, with JPEG XL (2024d) added.
 *
 * <p>Left out, so refused: JPIP (its pixels are elsewhere, outside any consent), SMPTE ST 2110 (real-time streams), MIME,
 * XML and Papyrus, the retired hierarchical JPEG processes (.59 to .66), and every private one.
 */
public enum TransferSyntax {
    IMPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2", Codec.NATIVE),
    EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1", Codec.NATIVE),
    ENCAPSULATED_UNCOMPRESSED("1.2.840.10008.1.2.1.98", Codec.ENCAPSULATED_NATIVE),
    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99", Codec.NATIVE),
    EXPLICIT_VR_BIG_ENDIAN("1.2.840.10008.1.2.2", Codec.NATIVE),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", Codec.JPEG, true),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", Codec.JPEG, true),
    JPEG_EXTENDED_3_5("1.2.840.10008.1.2.4.52", Codec.JPEG, true),
    JPEG_SPECTRAL_SELECTION_6_8("1.2.840.10008.1.2.4.53", Codec.JPEG, true),
    JPEG_SPECTRAL_SELECTION_7_9("1.2.840.10008.1.2.4.54", Codec.JPEG, true),
    JPEG_FULL_PROGRESSION_10_12("1.2.840.10008.1.2.4.55", Codec.JPEG, true),
    JPEG_FULL_PROGRESSION_11_13("1.2.840.10008.1.2.4.56", Codec.JPEG, true),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", Codec.JPEG),
    JPEG_LOSSLESS_15("1.2.840.10008.1.2.4.58", Codec.JPEG),
    JPEG_LOSSLESS_SV1("1.2.840.10008.1.2.4.70", Codec.JPEG),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", Codec.JPEG_LS),
    JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", Codec.JPEG_LS, true),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", Codec.JPEG_2000),
    JPEG_2000("1.2.840.10008.1.2.4.91", Codec.JPEG_2000, true),
    JPEG_2000_MULTI_COMPONENT_LOSSLESS("1.2.840.10008.1.2.4.92", Codec.JPEG_2000),
    JPEG_2000_MULTI_COMPONENT("1.2.840.10008.1.2.4.93", Codec.JPEG_2000, true),
    MPEG2_MAIN_LEVEL("1.2.840.10008.1.2.4.100", Codec.MPEG2, true),
    MPEG2_MAIN_LEVEL_FRAGMENTABLE("1.2.840.10008.1.2.4.100.1", Codec.MPEG2, true),
    MPEG2_HIGH_LEVEL("1.2.840.10008.1.2.4.101", Codec.MPEG2, true),
    MPEG2_HIGH_LEVEL_FRAGMENTABLE("1.2.840.10008.1.2.4.101.1", Codec.MPEG2, true),
    H264_4_1("1.2.840.10008.1.2.4.102", Codec.H264, true),
    H264_4_1_FRAGMENTABLE("1.2.840.10008.1.2.4.102.1", Codec.H264, true),
    H264_4_1_BD("1.2.840.10008.1.2.4.103", Codec.H264, true),
    H264_4_1_BD_FRAGMENTABLE("1.2.840.10008.1.2.4.103.1", Codec.H264, true),
    H264_4_2_2D("1.2.840.10008.1.2.4.104", Codec.H264, true),
    H264_4_2_2D_FRAGMENTABLE("1.2.840.10008.1.2.4.104.1", Codec.H264, true),
    H264_4_2_3D("1.2.840.10008.1.2.4.105", Codec.H264, true),
    H264_4_2_3D_FRAGMENTABLE("1.2.840.10008.1.2.4.105.1", Codec.H264, true),
    H264_4_2_STEREO("1.2.840.10008.1.2.4.106", Codec.H264, true),
    H264_4_2_STEREO_FRAGMENTABLE("1.2.840.10008.1.2.4.106.1", Codec.H264, true),
    H265_MAIN("1.2.840.10008.1.2.4.107", Codec.H265, true),
    H265_MAIN_10("1.2.840.10008.1.2.4.108", Codec.H265, true),
    JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", Codec.JPEG_XL),
    JPEG_XL_RECOMPRESSED_JPEG("1.2.840.10008.1.2.4.111", Codec.JPEG_XL, true),
    JPEG_XL("1.2.840.10008.1.2.4.112", Codec.JPEG_XL, true),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", Codec.HTJ2K),
    HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202", Codec.HTJ2K),
    HTJ2K("1.2.840.10008.1.2.4.203", Codec.HTJ2K, true),
    RLE_LOSSLESS("1.2.840.10008.1.2.5", Codec.RLE),
    DEFLATED_IMAGE_FRAME("1.2.840.10008.1.2.8.1", Codec.DEFLATED_FRAME);

    /** The form that the bytes of a frame have. */
    public enum Codec {
        /** Pixel cells as they are, in one value. */
        NATIVE,
        /** Pixel cells as they are, in fragments. */
        ENCAPSULATED_NATIVE,
        /** Frames deflated one by one (RFC 1951). */
        DEFLATED_FRAME,
        /** PS3.5 Annex G. */
        RLE,
        /** ITU-T T.81. */
        JPEG,
        /** ITU-T T.87. */
        JPEG_LS,
        /** ITU-T T.800 and T.801. */
        JPEG_2000,
        /** ITU-T T.814. */
        HTJ2K,
        /** ISO/IEC 18181. */
        JPEG_XL,
        /** ITU-T H.262. */
        MPEG2,
        /** ITU-T H.264. */
        H264,
        /** ITU-T H.265. */
        H265;

        /** Whether the value of Pixel Data is one stream for all frames. */
        public boolean isVideo() {
            return this == MPEG2 || this == H264 || this == H265;
        }
    }

    private static final Map<String, TransferSyntax> BY_UID = new HashMap<>();

    static {
        for (TransferSyntax syntax : values()) {
            BY_UID.put(syntax.uid, syntax);
        }
    }

    private final String uid;
    private final Codec codec;
    private final boolean mayBeLossy;

    TransferSyntax(String uid, Codec codec) {
        this(uid, codec, false);
    }

    TransferSyntax(String uid, Codec codec, boolean mayBeLossy) {
        this.uid = uid;
        this.codec = codec;
        this.mayBeLossy = mayBeLossy;
    }

    /** The transfer syntax with this UID, or empty if it is not one that this site stores. */
    public static Optional<TransferSyntax> of(String uid) {
        return Optional.ofNullable(BY_UID.get(uid));
    }

    /** Its UID. */
    public Uid uid() {
        return new Uid(uid);
    }

    /** The form of its frames. */
    public Codec codec() {
        return codec;
    }

    /** Whether an encoder for this syntax may have lost information. */
    public boolean mayBeLossy() {
        return mayBeLossy;
    }

    /** Whether Pixel Data is a sequence of fragments (PS3.5 A.4). */
    public boolean isEncapsulated() {
        return codec != Codec.NATIVE;
    }

    /** Whether value representations are written in the data set. */
    public boolean isExplicitVr() {
        return this != IMPLICIT_VR_LITTLE_ENDIAN;
    }

    /** Whether the most significant byte comes first. */
    public boolean isBigEndian() {
        return this == EXPLICIT_VR_BIG_ENDIAN;
    }

    /** Whether the whole data set is deflated (PS3.5 A.5). */
    public boolean isDeflated() {
        return this == DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
    }
}
