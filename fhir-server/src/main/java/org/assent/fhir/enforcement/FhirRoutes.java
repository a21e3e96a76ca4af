package org.assent.fhir.enforcement;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;

/** Every route of the FHIR server with what stands before it, made from the table of types. */
public final class FhirRoutes {

    /** Where the server is, below the site's address. */
    public static final String BASE = "/fhir/r4";

    private static final Set<Role> EHR = Set.of(Role.EHR);
    private static final Set<Role> OFFICER = Set.of(Role.PRIVACY_OFFICER);
    private static final Set<Role> KEEPERS = Set.of(Role.EHR, Role.PRIVACY_OFFICER);

    private FhirRoutes() {}

    /** All of them. */
    public static List<Route> all() {
        List<Route> routes = new ArrayList<>();
        routes.add(route("GET", "/metadata", new Guard.Open()));
        routes.add(route("GET", "/$consent-status/{operation}", new Guard.Decision(EHR, false)));
        routes.add(route("POST", "/Consent/$explain", new Guard.Decision(OFFICER, false)));
        routes.add(route("POST", "/Consent/$dry-run", new Guard.Decision(KEEPERS, false)));
        routes.add(route("POST", "/$receive-share", new Guard.Peers()));
        routes.add(route("POST", "/$withdraw-share", new Guard.Peers()));
        for (ServedType type : ServedType.values()) {
            Guard read = new Guard.Decision(type.readers(), type.peers());
            String name = "/" + type.fhirName();
            routes.add(route("GET", name, read));
            routes.add(route("POST", name + "/_search", read));
            routes.add(route("GET", name + "/{id}", read));
            routes.add(route("GET", name + "/{id}/_history/{version}", read));
            Guard write = new Guard.Decision(EHR, false);
            switch (type.writing()) {
                case NONE -> {}
                case PLAIN -> {
                    routes.add(route("POST", name, write));
                    routes.add(route("PUT", name + "/{id}", write));
                }
                case LEDGER -> {
                    routes.add(route("POST", name, write));
                    routes.add(route("PUT", name + "/{id}", write));
                    routes.add(route("DELETE", name + "/{id}", write));
                    routes.add(route("GET", name + "/_history", read));
                    routes.add(route("GET", name + "/{id}/_history", read));
                }
            }
        }
        return List.copyOf(routes);
    }

    private static Route route(String method, String template, Guard guard) {
        return new Route(Set.of(method), BASE + template, guard);
    }
}
