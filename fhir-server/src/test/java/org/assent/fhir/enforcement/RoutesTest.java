package org.assent.fhir.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.authorization.principal.Role;
import org.assent.authorization.route.Route;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.Test;

/** The table of routes and what the running server really binds are the same. */
class RoutesTest {

    private static final Set<String> BOUND_BY_HAPI =
            Set.of("GET /OperationDefinition/{id}", "GET /OperationDefinition/{id}/_history/{version}");

    @Test
    void shouldHaveOneGuardedRouteForEveryMethodThatTheServerBinds() {
        RestfulServer server = (RestfulServer) TestSite.get().fhir().servlet();
        Set<String> bound = new HashSet<>();
        server.getResourceBindings()
                .forEach(resource -> resource.getMethodBindings().forEach(method -> bound.addAll(routes(method))));
        server.getServerBindings().forEach(method -> bound.addAll(routes(method)));
        bound.addAll(routes(server.getServerConformanceMethod()));

        Set<String> listed =
                TestSite.get().fhir().routes().stream().map(RoutesTest::text).collect(Collectors.toSet());

        assertThat(bound).containsAll(listed);
        bound.removeAll(listed);
        assertThat(bound).as("what HAPI binds by itself").isEqualTo(BOUND_BY_HAPI);
        assertThat(TestSite.get().as(Role.EHR).get("/OperationDefinition/x").body())
                .as("nothing that is not in the table is reached")
                .contains("There is nothing at this address.");
    }

    private static String text(Route route) {
        return String.join("", route.methods()) + " " + route.template().substring(FhirRoutes.BASE.length());
    }

    private static Set<String> routes(BaseMethodBinding method) {
        String type = "/" + method.getResourceName();
        if (method instanceof OperationMethodBinding operation) {
            return Set.of(
                    operation.getName().equals("$consent-status")
                            ? "GET /$consent-status/{operation}"
                            : "POST " + (operation.getResourceName() == null ? "" : type) + "/" + operation.getName());
        }
        return switch (method.getRestOperationType()) {
            case METADATA -> Set.of("GET /metadata");
            case READ, VREAD -> Set.of("GET " + type + "/{id}", "GET " + type + "/{id}/_history/{version}");
            case SEARCH_TYPE -> Set.of("GET " + type, "POST " + type + "/_search");
            case CREATE -> Set.of("POST " + type);
            case UPDATE -> Set.of("PUT " + type + "/{id}");
            case DELETE -> Set.of("DELETE " + type + "/{id}");
            case HISTORY_INSTANCE -> Set.of("GET " + type + "/{id}/_history");
            case HISTORY_TYPE -> Set.of("GET " + type + "/_history");
            case GET_PAGE -> Set.of();
            default -> Set.of("not listed: " + method.getRestOperationType() + " " + type);
        };
    }
}
