package org.assent.dicomweb.origin.remote;

import java.util.Optional;
import java.util.Set;
import org.assent.dicom.Uid;
import org.assent.dicomweb.http.MediaRange;

/**
 * The media types that another site's answer may have here. Others are not passed on: a browser would treat a page or a
 * script from there as this site's own.
 */
final class PassedOnTypes {

    private static final Set<String> SINGLE = Set.of(
            "application/dicom",
            "application/octet-stream",
            "image/jpeg",
            "image/jls",
            "image/jp2",
            "image/jpx",
            "image/jphc",
            "image/jxl",
            "image/dicom-rle",
            "image/png",
            "image/gif",
            "video/mpeg",
            "video/mp4",
            "video/h265");

    private PassedOnTypes() {}

    /** The type to give here, with its transfer syntax, if it may be given. */
    static Optional<String> single(String contentType) {
        return MediaRange.parse(contentType)
                .filter(type -> SINGLE.contains(name(type)))
                .map(type -> name(type)
                        + type.transferSyntax()
                                .flatMap(Uid::tryParse)
                                .map(uid -> "; transfer-syntax=" + uid)
                                .orElse(""));
    }

    /** Whether it is DICOM JSON. */
    static boolean isJson(String contentType) {
        return MediaRange.parse(contentType)
                .filter(type ->
                        Set.of("application/dicom+json", "application/json").contains(name(type)))
                .isPresent();
    }

    static String name(MediaRange type) {
        return type.type() + "/" + type.subtype();
    }
}
