package org.assent.dicomweb.origin.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerClient.PeerRequest;
import org.assent.authorization.peer.PeerResponse;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.problem.ProblemException;
import org.assent.custody.share.SharedStudies;
import org.assent.dicomweb.enforcement.Enforcement;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.http.MediaRange;
import org.assent.dicomweb.multipart.MultipartWriter;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;

/**
 * Studies of other sites: each request goes to the source at that moment and its answer through here as a stream, with
 * addresses turned into ours. Nothing is kept. Thread-safe.
 *
 * <p>Called only under a permission of this site's own decision point; the source decides again. Its refusal is the same
 * 404 as a study that does not exist.
 */
public final class RemoteOrigin {

    private static final Duration HEADERS_WITHIN = Duration.ofSeconds(20);
    private static final String RECEIPT_HEADER = RequestContext.RECEIPT_HEADER.toLowerCase(Locale.ROOT);
    private static final Pattern WARNING = Pattern.compile("\"([A-Za-z0-9 .,;()_-]{1,300})\"");

    private final SharedStudies shared;
    private final PeerClient peers;
    private final NamedReceipts receipts;

    /** Over the permissions that are known here and the calls to their sources. */
    public RemoteOrigin(SharedStudies shared, PeerClient peers, NamedReceipts receipts) {
        this.shared = shared;
        this.peers = peers;
        this.receipts = receipts;
    }

    /**
     * Answers a request about a study from its source.
     *
     * @throws ProblemException 404 if no site shares the study, or its source says so; 502 to 504 if it cannot be asked
     */
    public void forward(Exchange exchange, String study, Release release) throws IOException {
        Principal principal = exchange.principal();
        Optional<OrganizationId> source = shared.sourceOf(study);
        if (source.isEmpty() || principal instanceof Principal.Peer) {
            throw Enforcement.missing(); // what others share with this site is not this site's to pass on
        }
        PeerResponse response;
        try {
            response =
                    peers.aboutStudy(source.get(), study, principal.purposes(), principal.actor(), request(exchange));
        } catch (IOException e) {
            throw SourceProblems.of(e);
        }
        release.endWith(response::close);
        try (response) {
            noteReceipt(exchange, source.get(), response);
            answer(exchange, study, response, release);
        } catch (IOException e) {
            if (exchange.response().isCommitted() || release.isCut()) {
                throw e;
            }
            exchange.response().resetBuffer();
            throw SourceProblems.of(e);
        }
    }

    private static PeerRequest request(Exchange exchange) {
        List<String> accepted = Collections.list(exchange.request().getHeaders("Accept"));
        String query = exchange.query().isEmpty() ? "" : "?" + exchange.query();
        return new PeerRequest(
                "GET",
                "/dicomweb" + exchange.resource() + query,
                Map.of("Accept", accepted.isEmpty() ? "*/*" : String.join(", ", accepted)),
                Bytes.EMPTY,
                HEADERS_WITHIN);
    }

    private void noteReceipt(Exchange exchange, OrganizationId source, PeerResponse response) {
        String receipt = response.headers().get(RECEIPT_HEADER);
        String access = exchange.response().getHeader(RequestContext.RECEIPT_HEADER);
        if (receipt != null && access != null && (response.status() == 200 || response.status() == 204)) {
            receipts.named(source, receipt, access);
        }
    }

    private void answer(Exchange exchange, String study, PeerResponse response, Release release) throws IOException {
        int status = response.status();
        if (status != 200 && status != 204) {
            throw SourceProblems.ofStatus(status, response.headers());
        }
        Matcher warning = WARNING.matcher(response.headers().getOrDefault("warning", ""));
        if (warning.find()) {
            exchange.warn(warning.group(1));
        }
        exchange.response().setStatus(status);
        if (status == 204) {
            return;
        }
        String type = response.headers().getOrDefault("content-type", "");
        AddressRewriting addresses = new AddressRewriting(study, exchange.baseUrl());
        if (PassedOnTypes.isJson(type)) {
            exchange.response().setHeader("Cache-Control", "private, no-cache");
            exchange.response().setContentType("application/dicom+json");
            if (!exchange.isHead()) {
                new JsonRewriting(addresses).copy(response.body(), release.output());
            }
            return;
        }
        exchange.response().setHeader("Cache-Control", "private, no-store");
        Optional<MediaRange> multipart =
                MediaRange.parse(type).filter(t -> PassedOnTypes.name(t).equals("multipart/related"));
        if (multipart.isPresent()) {
            multipart(exchange, multipart.get(), addresses, response, release);
        } else {
            single(exchange, type, response, release);
        }
    }

    private static void multipart(
            Exchange exchange, MediaRange type, AddressRewriting addresses, PeerResponse response, Release release)
            throws IOException {
        MultipartWriter writer = MultipartWriter.create();
        String partType =
                PassedOnTypes.single(PassedOnTypes.name(type.part())).orElseThrow(() -> SourceProblems.badAnswer());
        exchange.response().setContentType(writer.contentType(partType));
        if (!exchange.isHead()) {
            String boundary = type.parameters().getOrDefault("boundary", "");
            new MultipartRewriting(addresses, writer).copy(response.body(), boundary, release);
        }
    }

    private static void single(Exchange exchange, String type, PeerResponse response, Release release)
            throws IOException {
        exchange.response().setContentType(PassedOnTypes.single(type).orElseThrow(() -> SourceProblems.badAnswer()));
        String length = response.headers().getOrDefault("content-length", "");
        if (length.matches("[0-9]{1,15}")) {
            exchange.response().setContentLengthLong(Long.parseLong(length));
        }
        if (!exchange.isHead()) {
            release.count(1);
            MultipartRewriting.copy(response.body(), release.output());
        }
    }
}
