package org.assent.site;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assent.authorization.Authorization;
import org.assent.authorization.route.Route;
import org.assent.authorization.route.RouteTable;
import org.assent.dicomweb.DicomwebServer;
import org.assent.fhir.FhirServer;
import org.assent.site.accesslog.AccessProofServlet;
import org.assent.site.health.HealthServlet;
import org.assent.site.http.RestrictionServlet;
import org.assent.site.http.RootServlet;
import org.assent.site.joining.LightBlocksServlet;
import org.assent.site.joining.RequestsServlet;
import org.assent.site.receipts.Receipts;
import org.assent.viewer.Viewer;

/**
 * Every way into a site: the one table of routes with what guards each, the filters that hold to it, the servlets behind.
 *
 * @param filters before every servlet, in this order
 * @param servlets by their mapping
 * @param routes the whole table; what is not in it does not exist
 */
record Doors(List<Filter> filters, Map<String, HttpServlet> servlets, List<Route> routes) {

    Doors {
        filters = List.copyOf(filters);
        servlets = Map.copyOf(servlets);
        routes = List.copyOf(routes);
    }

    /** Collects what each part contributes. */
    static Doors of(
            Authorization authorization,
            DicomwebServer dicomweb,
            FhirServer fhir,
            Receipts receipts,
            Viewer viewer,
            AccessProofServlet accessProofs,
            HealthServlet health,
            RestrictionServlet restrictions,
            RequestsServlet requests,
            LightBlocksServlet lightBlocks) {
        RootServlet root = new RootServlet();
        List<Route> routes = new ArrayList<>();
        routes.addAll(authorization.routes());
        routes.addAll(dicomweb.routes());
        routes.addAll(fhir.routes());
        routes.addAll(receipts.routes());
        routes.addAll(viewer.routes());
        routes.addAll(accessProofs.routes());
        routes.addAll(health.routes());
        routes.addAll(restrictions.routes());
        routes.addAll(requests.routes());
        routes.addAll(lightBlocks.routes());
        routes.addAll(root.routes());

        Map<String, HttpServlet> servlets = new HashMap<>();
        servlets.putAll(authorization.servlets());
        servlets.put("/dicomweb/*", dicomweb.servlet());
        servlets.put("/fhir/r4/*", fhir.servlet());
        servlets.putAll(receipts.servlets());
        servlets.putAll(viewer.servlets());
        servlets.put(AccessProofServlet.PATH + "/*", accessProofs);
        servlets.put("/health/*", health);
        servlets.put("/ledger/restrictions", restrictions);
        servlets.put("/join/requests/*", requests);
        servlets.put("/ledger/light/*", lightBlocks);
        servlets.put("", root);
        return new Doors(authorization.filters(new RouteTable(routes)), servlets, routes);
    }
}
