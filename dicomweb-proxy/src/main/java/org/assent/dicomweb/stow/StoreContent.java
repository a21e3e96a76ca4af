package org.assent.dicomweb.stow;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.dicomweb.http.MediaRange;
import org.assent.dicomweb.multipart.MalformedMultipartException;
import org.assent.dicomweb.multipart.MultipartReader;
import org.jspecify.annotations.Nullable;

/**
 * The content of a Store request, part by part: {@code multipart/related; type="application/dicom"}, or one instance as
 * {@code application/dicom}. 411, 413 and 415 are found here.
 */
final class StoreContent {

    private static final String DICOM = "application/dicom";
    private static final String SUPPORTED =
            "Instances are stored as multipart/related; type=\"application/dicom\", or one as application/dicom.";

    private final @Nullable MultipartReader reader;
    private MultipartReader.@Nullable Part single;

    private StoreContent(@Nullable MultipartReader reader, MultipartReader.@Nullable Part single) {
        this.reader = reader;
        this.single = single;
    }

    static StoreContent of(HttpServletRequest request, StoreLimits limits) throws IOException {
        String header = Optional.ofNullable(request.getContentType()).orElse("");
        MediaRange type = MediaRange.parse(header).orElseThrow(() -> unsupported(SUPPORTED));
        checkLength(request, limits);
        InputStream body = new LimitedInput(request.getInputStream(), limits.maxRequestBytes());
        if (isExactly(type, "application", "dicom")) {
            InputStream limited = new LimitedInput(body, limits.multipart().maxPartBytes());
            return new StoreContent(null, new MultipartReader.Part(Map.of(), limited));
        }
        if (!isExactly(type, "multipart", "related")) {
            throw unsupported(SUPPORTED);
        }
        if (type.parameters().containsKey("type") && !type.part().covers(DICOM)) {
            throw unsupported(
                    SUPPORTED + " Metadata with bulk data apart (application/dicom+json, +xml) is not supported yet.");
        }
        String boundary = type.parameters().getOrDefault("boundary", "");
        try {
            return new StoreContent(new MultipartReader(body, boundary, limits.multipart()), null);
        } catch (MalformedMultipartException e) {
            throw problem(e);
        }
    }

    /** The next part, or null after the last. */
    MultipartReader.@Nullable Part next() throws IOException {
        if (reader != null) {
            return reader.next();
        }
        MultipartReader.Part part = single;
        single = null;
        return part;
    }

    /** Whether a part says that it is an instance, or says nothing. */
    static boolean isInstance(MultipartReader.Part part) {
        String type = part.headers().getOrDefault("content-type", DICOM);
        return MediaRange.parse(type)
                .filter(t -> isExactly(t, "application", "dicom"))
                .isPresent();
    }

    static ProblemException problem(MalformedMultipartException e) {
        return e.isTooLarge()
                ? new ProblemException(ProblemKind.TOO_LARGE, "Nothing was stored: " + e.getMessage() + ".")
                : new ProblemException(ProblemKind.BAD_REQUEST, "Nothing was stored: " + e.getMessage() + ".");
    }

    private static void checkLength(HttpServletRequest request, StoreLimits limits) {
        long length = request.getContentLengthLong();
        if (length > limits.maxRequestBytes()) {
            throw new ProblemException(
                    ProblemKind.TOO_LARGE, "A request may bring " + limits.maxRequestBytes() + " bytes at most.");
        }
        boolean framed = request.getHeader("Transfer-Encoding") != null
                || !request.getProtocol().startsWith("HTTP/1");
        if (length < 0 && !framed) {
            throw new ProblemException(
                    ProblemKind.LENGTH_REQUIRED, "A Content-Length or a Transfer-Encoding is needed.");
        }
    }

    private static boolean isExactly(MediaRange range, String type, String subtype) {
        return range.type().equals(type) && range.subtype().equals(subtype);
    }

    private static ProblemException unsupported(String detail) {
        return new ProblemException(ProblemKind.UNSUPPORTED_MEDIA_TYPE, detail);
    }
}
