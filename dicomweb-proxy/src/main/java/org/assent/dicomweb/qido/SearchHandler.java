package org.assent.dicomweb.qido;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.decision.request.Operation;
import org.assent.dicomweb.enforcement.Enforcement;
import org.assent.dicomweb.enforcement.Listing;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.http.Exchange;
import org.assent.dicomweb.http.Handler;
import org.assent.dicomweb.origin.archive.Archive;
import org.assent.dicomweb.origin.remote.RemoteOrigin;
import org.jdbi.v3.core.Jdbi;

/**
 * Search Transaction, PS3.18 §10.6, for one of its six resources. Thread-safe.
 *
 * <p>A search below a study is decided like a retrieval of it: 404 if it is not there or not disclosed. A wider one is
 * narrowed in its query.
 */
public final class SearchHandler implements Handler {

    private static final String JSON = "application/dicom+json";
    private static final List<String> TYPES = List.of(JSON, "application/json");

    private final SearchResource resource;
    private final Enforcement enforcement;
    private final Archive archive;
    private final RemoteOrigin remote;
    private final Jdbi jdbi;
    private final int maxResults;

    /**
     * Makes the handler of one resource.
     *
     * @param maxResults the most results in one answer
     */
    public SearchHandler(
            SearchResource resource,
            Enforcement enforcement,
            Archive archive,
            RemoteOrigin remote,
            Jdbi jdbi,
            int maxResults) {
        this.resource = resource;
        this.enforcement = enforcement;
        this.archive = archive;
        this.remote = remote;
        this.jdbi = jdbi;
        this.maxResults = maxResults;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        SearchParameters parameters = SearchParameters.parse(exchange.query(), exchange.isStrict());
        String type = exchange.accept(parameters.accept())
                .chooseType(TYPES, "Results are given as application/dicom+json; dicom+xml is not supported.");
        Condition condition = new Condition();
        List<String> warnings = Matching.add(resource, parameters, exchange.isStrict(), condition);
        Search search = new Search(exchange, parameters, condition, warnings, type);
        switch (resource) {
            case STUDIES, ALL_SERIES, ALL_INSTANCES ->
                enforcement.list(exchange, Matching.named(parameters), (listing, release) -> {
                    SearchQuery.permit(listing, condition, resource == SearchResource.STUDIES);
                    answer(search, release);
                });
            case SERIES_OF_STUDY, INSTANCES_OF_STUDY -> within(search, Optional.empty());
            case INSTANCES_OF_SERIES -> within(search, Optional.of(exchange.uid("series")));
        }
    }

    /** One search on its way. */
    private record Search(
            Exchange exchange, SearchParameters parameters, Condition condition, List<String> warnings, String type) {}

    private void within(Search search, Optional<String> series) throws IOException {
        String study = search.exchange().uid("study");
        enforcement.release(search.exchange(), study, Operation.SEARCH, release -> {
            if (archive.holds(study)) {
                SearchQuery.permit(new Listing.Only(Set.of(study), Map.of()), search.condition(), false);
                series.ifPresent(uid -> search.condition()
                        .add("se.series_uid = " + search.condition().bind(uid)));
                answer(search, release);
            } else {
                remote.forward(search.exchange(), study, release);
            }
        });
    }

    private void answer(Search search, Release release) throws IOException {
        Exchange exchange = search.exchange();
        SearchParameters parameters = search.parameters();
        int limit = Math.min(parameters.limit().orElse(maxResults), maxResults);
        SearchQuery.Page page = new SearchQuery(resource, search.condition()).page(jdbi, parameters.offset(), limit);
        parameters.warnings().forEach(exchange::warn);
        search.warnings().forEach(exchange::warn);
        if (page.remaining() > 0) {
            exchange.warn("There are " + page.remaining() + " additional results that can be requested");
        }
        exchange.response().setHeader("Cache-Control", "private, no-cache");
        if (page.rows().isEmpty()) {
            exchange.response().setStatus(204);
            return;
        }
        exchange.response().setContentType(search.type());
        if (!exchange.isHead()) {
            release.count(page.rows().size());
            new ResultWriter(resource, parameters, exchange.baseUrl()).write(page.rows(), release.output());
        }
    }
}
