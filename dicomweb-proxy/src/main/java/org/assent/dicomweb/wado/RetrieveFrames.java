package org.assent.dicomweb.wado;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.decision.request.Operation;
import org.assent.dicom.pixel.FrameReader;
import org.assent.dicom.source.FileSource;
import org.assent.dicomweb.enforcement.Enforcement;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.http.Accept;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.http.Handler;
import org.assent.dicomweb.multipart.OutgoingPart;
import org.assent.dicomweb.origin.archive.Archive;
import org.assent.dicomweb.origin.archive.StoredInstance;

/**
 * Retrieve Frame Pixel Data, PS3.18 §10.4.1.1.6: each frame is one positional read through the index that was made when the
 * instance came. Thread-safe.
 */
public final class RetrieveFrames implements Handler {

    private static final int MAX_FRAMES = 10_000;

    private final Origins origins;

    /** For lists of frames. */
    public RetrieveFrames(Origins origins) {
        this.origins = origins;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        List<Integer> numbers = numbers(exchange.variable("frames"));
        Accept accept = exchange.accept();
        origins.retrieve(
                exchange,
                Scope.INSTANCE,
                Operation.RETRIEVE,
                (instances, release) -> write(exchange, accept, origins.archive(), instances.get(0), numbers, release));
    }

    /** Writes frames of one instance; 404 if it lacks one of them. */
    static void write(
            Exchange exchange,
            Accept accept,
            Archive archive,
            StoredInstance instance,
            List<Integer> numbers,
            Release release)
            throws IOException {
        FrameMedia media = FrameMedia.of(instance.transferSyntax());
        int count = archive.frameIndex(instance).frameCount();
        if (numbers.isEmpty() || numbers.get(numbers.size() - 1) > count) {
            throw Enforcement.missing();
        }
        FrameNegotiation.Form form = FrameNegotiation.choose(accept, instance.transferSyntax(), numbers.size() == 1);
        try (FileSource source = archive.open(instance);
                FrameReader frames = archive.frames(instance, source)) {
            String location = exchange.baseUrl() + instance.path() + "/frames/";
            List<OutgoingPart> parts = new ArrayList<>(numbers.size());
            for (int number : numbers) {
                parts.add(new OutgoingPart(
                        media.contentType(),
                        location + number,
                        frames.length(number),
                        out -> frames.writeTo(number, out)));
            }
            Parts.write(exchange, release, media.type(), parts, form == FrameNegotiation.Form.SINGLE);
        }
    }

    /** Frame numbers of a path: ascending, from 1. */
    private static List<Integer> numbers(String list) {
        List<Integer> numbers = new ArrayList<>();
        int last = 0;
        for (String text : list.split(",", -1)) {
            int number = text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 0;
            if (number <= last || numbers.size() == MAX_FRAMES) {
                throw new ProblemException(
                        ProblemKind.BAD_REQUEST,
                        "Frames are a list of numbers from 1, ascending, separated by commas, at most " + MAX_FRAMES
                                + ".");
            }
            numbers.add(number);
            last = number;
        }
        return numbers;
    }
}
