package org.assent.dicomweb.wado;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assent.decision.request.Operation;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.http.Accept;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.http.Handler;
import org.assent.dicomweb.origin.archive.StoredInstance;

/**
 * Retrieve Metadata, PS3.18 §10.4.1.1.2: the JSON that was made of each instance when it came, one after the other. Large
 * values are given by reference. Thread-safe.
 */
public final class RetrieveMetadata implements Handler {

    private static final List<String> TYPES = List.of("application/dicom+json", "application/json");

    private final Scope scope;
    private final Origins origins;

    /** For the metadata of a study, a series or an instance. */
    public RetrieveMetadata(Scope scope, Origins origins) {
        this.scope = scope;
        this.origins = origins;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Accept accept = exchange.accept();
        String type =
                accept.chooseType(TYPES, "Metadata is given as application/dicom+json; dicom+xml is not supported.");
        origins.retrieve(
                exchange,
                scope,
                Operation.METADATA,
                (instances, release) -> answer(exchange, type, instances, release));
    }

    private void answer(Exchange exchange, String type, List<StoredInstance> instances, Release release)
            throws IOException {
        String baseUrl = exchange.baseUrl();
        // Kept by the client, but to be asked for again each time, so that the decision is made again (DW-H-01).
        exchange.response().setHeader("Cache-Control", "private, no-cache");
        exchange.response().setHeader("Vary", "Accept");
        if (exchange.isNotModified(entityTag(exchange, type, instances, baseUrl))) {
            return;
        }
        exchange.response().setContentType(type);
        if (exchange.isHead()) {
            return;
        }
        OutputStream out = release.output();
        byte[] base = baseUrl.getBytes(StandardCharsets.US_ASCII);
        char before = '[';
        for (StoredInstance instance : instances) {
            out.write(before);
            origins.archive().writeMetadata(instance, base, out);
            release.count(1);
            before = ',';
        }
        out.write(']');
    }

    private String entityTag(Exchange exchange, String type, List<StoredInstance> instances, String baseUrl) {
        long revision = origins.archive().revision(instances.get(0).study()).orElse(0L);
        int representation = (baseUrl + exchange.resource() + " " + type).hashCode();
        return "\"" + revision + "-" + Integer.toHexString(representation) + "\"";
    }
}
