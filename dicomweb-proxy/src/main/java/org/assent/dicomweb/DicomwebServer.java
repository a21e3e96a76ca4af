package org.assent.dicomweb;

import jakarta.servlet.http.HttpServlet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.dicomweb.enforcement.Enforcement;
import org.assent.dicomweb.enforcement.TransferRegistry;
import org.assent.dicomweb.http.Handler;
import org.assent.dicomweb.origin.remote.RemoteOrigin;
import org.assent.dicomweb.qido.SearchHandler;
import org.assent.dicomweb.qido.SearchResource;
import org.assent.dicomweb.stow.StoreHandler;
import org.assent.dicomweb.wado.Origins;
import org.assent.dicomweb.wado.RetrieveBulkData;
import org.assent.dicomweb.wado.RetrieveFrames;
import org.assent.dicomweb.wado.RetrieveInstances;
import org.assent.dicomweb.wado.RetrieveMetadata;
import org.assent.dicomweb.wado.Scope;

/**
 * The DICOMweb service of a site: its routes with what stands before each, and the servlet that answers them.
 *
 * <p>PS3.18 2024e, Studies Service: Store, Search and Retrieve. To be closed before the database.
 */
public final class DicomwebServer implements AutoCloseable {

    /** Reading: people who treat, and other organizations; each request is decided. */
    private static final Guard READ = new Guard.Decision(Set.of(Role.CLINICIAN), true);

    /** Storing: modalities, and people who upload. The answer holds nothing but what came. */
    private static final Guard STORE = new Guard.Roles(Set.of(Role.MODALITY, Role.CLINICIAN));

    private final DicomwebSettings settings;
    private final TransferRegistry transfers = new TransferRegistry();
    private final Map<Route, Handler> handlers = new LinkedHashMap<>();
    private final DicomwebServlet servlet;

    /** Builds the service and begins to listen for changes of the decision. */
    public DicomwebServer(DicomwebSettings settings, DicomwebParts parts) {
        this.settings = settings;
        Enforcement enforcement =
                new Enforcement(parts.decisions(), parts.log(), parts.patients(), transfers, parts.clock());
        RemoteOrigin remote = new RemoteOrigin(parts.shared(), parts.peers(), parts.receipts());
        addStore(parts);
        addSearch(parts, enforcement, remote);
        addRetrieve(new Origins(enforcement, parts.archive(), remote));
        this.servlet = new DicomwebServlet(settings, handlers);
    }

    private void addStore(DicomwebParts parts) {
        for (boolean toOneStudy : new boolean[] {false, true}) {
            add(
                    "POST",
                    toOneStudy ? "/studies/{study}" : "/studies",
                    STORE,
                    new StoreHandler(toOneStudy, parts.archive(), settings.storeLimits(), parts.log(), parts.stored()));
        }
    }

    private void addSearch(DicomwebParts parts, Enforcement enforcement, RemoteOrigin remote) {
        for (SearchResource resource : SearchResource.values()) {
            String path =
                    switch (resource) {
                        case STUDIES -> "/studies";
                        case SERIES_OF_STUDY -> "/studies/{study}/series";
                        case INSTANCES_OF_STUDY -> "/studies/{study}/instances";
                        case ALL_SERIES -> "/series";
                        case INSTANCES_OF_SERIES -> "/studies/{study}/series/{series}/instances";
                        case ALL_INSTANCES -> "/instances";
                    };
            add(
                    "GET",
                    path,
                    READ,
                    new SearchHandler(
                            resource,
                            enforcement,
                            parts.archive(),
                            remote,
                            parts.database().jdbi(),
                            settings.maxResults()));
        }
    }

    private void addRetrieve(Origins origins) {
        for (Scope scope : Scope.values()) {
            String path =
                    switch (scope) {
                        case STUDY -> "/studies/{study}";
                        case SERIES -> "/studies/{study}/series/{series}";
                        case INSTANCE -> "/studies/{study}/series/{series}/instances/{instance}";
                    };
            add("GET", path, READ, new RetrieveInstances(scope, origins));
            add("GET", path + "/metadata", READ, new RetrieveMetadata(scope, origins));
        }
        String instance = "/studies/{study}/series/{series}/instances/{instance}";
        add("GET", instance + "/frames/{frames}", READ, new RetrieveFrames(origins));
        add("GET", instance + "/bulkdata/{attribute}", READ, new RetrieveBulkData(origins));
    }

    private void add(String method, String path, Guard guard, Handler handler) {
        handlers.put(new Route(Set.of(method), settings.servicePath() + path, guard), handler);
    }

    /** Every route of the service. */
    public List<Route> routes() {
        return List.copyOf(handlers.keySet());
    }

    /** The servlet, to be mapped to {@code <service path>/*} behind the site's filters. */
    public HttpServlet servlet() {
        return servlet;
    }

    /** How many answers are on their way out. */
    public int runningTransfers() {
        return transfers.size();
    }

    @Override
    public void close() {
        transfers.close();
    }
}
