package org.assent.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assent.authorization.peer.PeerClient;
import org.assent.authorization.peer.PeerResponse;
import org.assent.custody.share.SharedStudies;
import org.assent.custody.share.SharedStudy;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;
import org.jspecify.annotations.Nullable;

/** Sharing as a test sets it: which site holds a study, and plain HTTP calls to that site. */
final class FakeSharing implements SharedStudies, PeerClient {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, OrganizationId> sources = new ConcurrentHashMap<>();
    private final Map<OrganizationId, Site> sites = new ConcurrentHashMap<>();
    private final List<PeerRequest> requests = new CopyOnWriteArrayList<>();
    private volatile @Nullable IOException failure;

    /** Where a site is, and the token and header by which it knows the caller. */
    record Site(URI address, String token, String peerHeader, String peer) {}

    void source(String study, OrganizationId source, Site site) {
        sources.put(study, source);
        sites.put(source, site);
    }

    void fail(@Nullable IOException with) {
        failure = with;
    }

    List<PeerRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public PeerResponse aboutStudy(
            OrganizationId source,
            String studyInstanceUid,
            Set<PurposeOfUse> purposes,
            String onBehalfOf,
            PeerRequest request)
            throws IOException {
        requests.add(request);
        IOException fails = failure;
        if (fails != null) {
            throw fails;
        }
        Site site = Optional.ofNullable(sites.get(source)).orElseThrow();
        HttpRequest.Builder builder = HttpRequest.newBuilder(site.address().resolve(request.path()))
                .header("Authorization", "Bearer " + site.token())
                .header(site.peerHeader(), site.peer())
                .timeout(request.timeout());
        request.headers().forEach(builder::header);
        try {
            return new Answer(http.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public PeerResponse asOrganization(OrganizationId organization, PeerRequest request) {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public List<SharedStudy> openedBy(String consentResourceId, OrganizationId recipient) {
        return List.of();
    }

    @Override
    public boolean accept(OrganizationId from, SharedStudy study) {
        return false;
    }

    @Override
    public Optional<OrganizationId> sourceOf(String studyInstanceUid) {
        return Optional.ofNullable(sources.get(studyInstanceUid));
    }

    @Override
    public Set<OrganizationId> keptFrom(String studyInstanceUid) {
        return sourceOf(studyInstanceUid).map(Set::of).orElse(Set.of());
    }

    private record Answer(HttpResponse<InputStream> response) implements PeerResponse {

        @Override
        public int status() {
            return response.statusCode();
        }

        @Override
        public Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(Locale.ROOT), values.get(values.size() - 1)));
            return headers;
        }

        @Override
        public InputStream body() {
            return response.body();
        }

        @Override
        public void close() {
            try {
                response.body().close();
            } catch (IOException e) {
                // it is over either way
            }
        }
    }
}
