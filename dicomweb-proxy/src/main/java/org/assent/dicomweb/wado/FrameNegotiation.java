package org.assent.dicomweb.wado;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.dicom.TransferSyntax;
import org.assent.dicomweb.http.Accept;
import org.assent.dicomweb.http.MediaRange;

/**
 * In which form frames and pixel data leave: PS3.18 §8.7.3.3 and §8.7.3.5.
 *
 * <p>As viewers ask: {@code application/octet-stream} with {@code transfer-syntax=*} takes compressed frames too, and their
 * parts then say what they are.
 */
final class FrameNegotiation {

    private FrameNegotiation() {}

    /** Forms of the answer. */
    enum Form {
        MULTIPART,
        SINGLE
    }

    /**
     * Chooses the form; 406 if the frames would have to be decoded, or no media type fits.
     *
     * @param one whether there is one frame only, so that it can be the answer itself
     */
    static Form choose(Accept accept, TransferSyntax stored, boolean one) {
        FrameMedia media = FrameMedia.of(stored);
        List<Form> offers = one ? List.of(Form.MULTIPART, Form.SINGLE) : List.of(Form.MULTIPART);
        return accept.choose(
                        offers,
                        (range, form) ->
                                covers(form, range, FrameMedia.OCTET_STREAM) || covers(form, range, media.type()),
                        (form, range) -> fits(form, range, stored, media) ? Optional.of(form) : Optional.empty())
                .orElseThrow(() -> notAcceptable(stored, media));
    }

    private static boolean fits(Form form, MediaRange range, TransferSyntax stored, FrameMedia media) {
        Predicate<String> takes = type -> covers(form, range, type);
        Optional<String> asked = range.transferSyntax();
        boolean asStored = asked.isPresent()
                && (asked.get().equals(MediaRange.AS_STORED)
                        || asked.get().equals(stored.uid().value()));
        if (!media.compressed()) {
            String plain = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value();
            return takes.test(FrameMedia.OCTET_STREAM)
                    && (asked.isEmpty() || asStored || asked.get().equals(plain));
        }
        if (asked.isPresent()) {
            return asStored;
        }
        return takes.test(media.type()) || stored.mayBeLossy();
    }

    private static boolean covers(Form form, MediaRange range, String type) {
        return switch (form) {
            case MULTIPART -> range.coversMultipartOf(type);
            case SINGLE -> range.covers(type);
        };
    }

    private static ProblemException notAcceptable(TransferSyntax stored, FrameMedia media) {
        String how = media.compressed()
                ? "These frames are compressed and are not decompressed here: accept multipart/related; type=\""
                        + media.type() + "\"; transfer-syntax=" + stored.uid()
                        + ", or application/octet-stream with transfer-syntax=*."
                : "Frames are given as multipart/related; type=\"application/octet-stream\", one also as"
                        + " application/octet-stream.";
        return new ProblemException(ProblemKind.NOT_ACCEPTABLE, how);
    }
}
