package org.assent.dicomweb.wado;

import org.assent.dicom.TransferSyntax;
import org.assent.dicom.TransferSyntax.Codec;

/**
 * What the frames of an instance are as media: PS3.18 table 8.7.3-5.
 *
 * @param type media type without parameters
 * @param contentType the same with the transfer syntax, unless that is the default
 * @param compressed whether decoding would be needed to get pixel cells
 */
record FrameMedia(String type, String contentType, boolean compressed) {

    static final String OCTET_STREAM = "application/octet-stream";

    static FrameMedia of(TransferSyntax stored) {
        String type = type(stored);
        boolean compressed = stored.codec() != Codec.NATIVE && stored.codec() != Codec.ENCAPSULATED_NATIVE;
        return new FrameMedia(type, compressed ? type + "; transfer-syntax=" + stored.uid() : type, compressed);
    }

    private static String type(TransferSyntax stored) {
        return switch (stored.codec()) {
            case NATIVE, ENCAPSULATED_NATIVE, DEFLATED_FRAME -> OCTET_STREAM;
            case RLE -> "image/dicom-rle";
            case JPEG -> "image/jpeg";
            case JPEG_LS -> "image/jls";
            case JPEG_2000 -> isMultiComponent(stored) ? "image/jpx" : "image/jp2";
            case HTJ2K -> "image/jphc";
            case JPEG_XL -> "image/jxl";
            case MPEG2 -> "video/mpeg";
            case H264 -> "video/mp4";
            case H265 -> "video/h265";
        };
    }

    private static boolean isMultiComponent(TransferSyntax stored) {
        return stored == TransferSyntax.JPEG_2000_MULTI_COMPONENT
                || stored == TransferSyntax.JPEG_2000_MULTI_COMPONENT_LOSSLESS;
    }
}
