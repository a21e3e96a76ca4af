package org.assent.dicomweb.wado;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.decision.request.Operation;
import org.assent.dicom.AttributePath;
import org.assent.dicom.source.FileSource;
import org.assent.dicomweb.enforcement.Enforcement;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.http.Accept;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.http.Handler;
import org.assent.dicomweb.http.MediaRange;
import org.assent.dicomweb.multipart.OutgoingPart;
import org.assent.dicomweb.origin.archive.BulkData;
import org.assent.dicomweb.origin.archive.StoredInstance;

/**
 * Retrieve Bulk Data, PS3.18 §10.4.1.1.5: the values that metadata names by BulkDataURI, under the same decision as their
 * instance (DW-J-14). Thread-safe.
 */
public final class RetrieveBulkData implements Handler {

    private static final String OCTET_STREAM = FrameMedia.OCTET_STREAM;
    private static final String FORMS =
            "A value is given as multipart/related; type=\"application/octet-stream\" or as application/octet-stream.";

    private final Origins origins;

    /** For single values. */
    public RetrieveBulkData(Origins origins) {
        this.origins = origins;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Accept accept = exchange.accept();
        Optional<AttributePath> path = AttributePath.parse(exchange.variable("attribute"));
        origins.retrieve(
                exchange,
                Scope.INSTANCE,
                Operation.RETRIEVE,
                (instances, release) ->
                        answer(exchange, accept, instances.get(0), path.orElseThrow(Enforcement::missing), release));
    }

    private void answer(Exchange exchange, Accept accept, StoredInstance instance, AttributePath path, Release release)
            throws IOException {
        BulkData value = origins.archive().bulkData(instance, path).orElseThrow(Enforcement::missing);
        switch (value) {
            case BulkData.Bytes bytes -> {
                boolean single = accept.choose(
                                List.of(false, true), RetrieveBulkData::covers, (one, range) -> Optional.of(one))
                        .orElseThrow(() -> new ProblemException(ProblemKind.NOT_ACCEPTABLE, FORMS));
                try (FileSource source = origins.archive().open(instance)) {
                    OutgoingPart part = new OutgoingPart(
                            OCTET_STREAM,
                            exchange.baseUrl() + instance.path() + "/bulkdata/" + path,
                            bytes.length(),
                            out -> bytes.writer().writeTo(source, out));
                    Parts.write(exchange, release, OCTET_STREAM, List.of(part), single);
                }
            }
            case BulkData.Frames ignored -> {
                int count = origins.archive().frameIndex(instance).frameCount();
                List<Integer> all = IntStream.rangeClosed(1, count).boxed().toList();
                RetrieveFrames.write(exchange, accept, origins.archive(), instance, all, release);
            }
        }
    }

    private static boolean covers(MediaRange range, boolean single) {
        return single ? range.covers(OCTET_STREAM) : range.coversMultipartOf(OCTET_STREAM);
    }
}
