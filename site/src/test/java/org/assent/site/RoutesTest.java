package org.assent.site;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.authorization.http.RequestPath;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.authorization.route.RouteTable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every way into a running site is in its one table of routes, and everything in the table is guarded. */
@ExtendWith(OneSite.Shared.class)
class RoutesTest {

    /** What anybody may ask for: shows nothing of any patient. A new entry here is a decision. */
    private static final Set<String> OPEN = Set.of(
            "GET /",
            "GET /health/live",
            "GET /health/ready",
            "POST /ledger/restrictions",
            "POST /join/requests",
            "GET /join/requests/{invitation}",
            "GET /auth/sign-in",
            "POST /auth/sign-in",
            "GET /auth/sign-out",
            "POST /auth/sign-out",
            "GET /auth/first",
            "POST /auth/first",
            "GET /auth/pages.css",
            "POST /auth/token",
            "POST /auth/introspect",
            "POST /auth/revoke",
            "GET /auth/jwks",
            "GET /.well-known/oauth-authorization-server",
            "GET /.well-known/assent/genesis.json",
            "GET /.well-known/assent/trust.json",
            "GET /fhir/r4/.well-known/smart-configuration",
            "GET /fhir/r4/metadata");

    /** HAPI binds a read of it wherever it serves a CapabilityStatement; no address leads there. */
    private static final String HAPIS_OWN = "OperationDefinition";

    private record Way(String method, String path, Guard guard) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @Test
    @Tag("TH-19")
    void shouldRefuseAnonymousRequestsToEveryRouteThatIsNotOpen(OneSite site) {
        List<Way> guarded = ways(site).stream()
                .filter(way -> !(way.guard() instanceof Guard.Open))
                .toList();

        assertThat(guarded).hasSizeGreaterThan(50).allSatisfy(way -> {
            Response response = site.request().request(way.method(), way.path());
            int expected =
                    switch (way.guard()) {
                        case Guard.Peers peers -> 404; // exists on the port for sites only
                        case Guard.Page page -> way.method().equals("GET") ? 303 : 401;
                        case Guard.Roles roles -> 401;
                        case Guard.Decision decision -> 401;
                        case Guard.Open open -> throw new IllegalStateException("filtered out");
                    };
            assertThat(response.statusCode()).as(response.asString()).isEqualTo(expected);
        });
    }

    @Test
    void shouldListEveryOpenRouteHere(OneSite site) {
        Set<String> open = site.running().doors().routes().stream()
                .filter(route -> route.guard() instanceof Guard.Open)
                .flatMap(route -> route.methods().stream().map(method -> method + " " + route.template()))
                .collect(Collectors.toSet());

        assertThat(open).isEqualTo(OPEN);
    }

    @Test
    void shouldMountNothingThatTheTableDoesNotKnow(OneSite site) {
        var mounted = site.running().web().mounted();
        List<String> templates =
                site.running().doors().routes().stream().map(Route::template).toList();

        assertThat(mounted.contexts()).isEqualTo(1);
        assertThat(mounted.filters()).as("filters stand before everything").containsOnly("/*");
        assertThat(mounted.filters()).hasSize(site.running().doors().filters().size() + 1); // and the log of requests
        assertThat(mounted.servlets().stream().filter(spec -> !spec.equals("/"))) // "/" is Jetty's own 404
                .isNotEmpty()
                .allSatisfy(spec -> assertThat(templates).anyMatch(template -> within(template, spec)));
        assertThat(templates).allSatisfy(template -> assertThat(mounted.servlets())
                .anyMatch(spec -> !spec.equals("/") && within(template, spec)));
    }

    @Test
    void shouldAnswer404WhenAPathBelowAServletIsNotInTheTable(OneSite site) {
        RouteTable table = new RouteTable(site.running().doors().routes());
        List<String> strange = new ArrayList<>(List.of("/nothing", "/auth", "/dicomweb", "/fhir", "/health"));
        for (String spec : site.running().web().mounted().servlets()) {
            String base = spec.endsWith("/*") ? spec.substring(0, spec.length() - 2) : spec.equals("/") ? "" : spec;
            strange.add(base + "/no-such-thing");
            strange.add(base + "/no-such-thing/deeper");
        }

        assertThat(strange)
                .filteredOn(path -> table.find("GET", RequestPath.parse(path)) instanceof RouteTable.Answer.None)
                .hasSizeGreaterThan(20)
                .allSatisfy(path ->
                        assertThat(site.request().get(path).statusCode()).isEqualTo(404));
    }

    @Test
    void shouldHaveAGuardedRouteForEverythingThatTheFhirServerBinds(OneSite site) {
        RestfulServer fhir =
                (RestfulServer) requireNonNull(site.running().doors().servlets().get("/fhir/r4/*"));
        RouteTable table = new RouteTable(site.running().doors().routes());
        List<BaseMethodBinding> bindings = new ArrayList<>(fhir.getServerBindings());
        fhir.getResourceBindings().forEach(resource -> bindings.addAll(resource.getMethodBindings()));

        List<String> asked = bindings.stream()
                .filter(binding -> !HAPIS_OWN.equals(binding.getResourceName()))
                .flatMap(binding -> requests(binding).stream())
                .toList();
        assertThat(site.request().get("/fhir/r4/" + HAPIS_OWN + "/1").statusCode())
                .isEqualTo(404);

        assertThat(asked).hasSizeGreaterThan(30).allSatisfy(request -> {
            String[] parts = request.split(" ", 2);
            assertThat(table.find(parts[0], RequestPath.parse("/fhir/r4" + parts[1])))
                    .isInstanceOfSatisfying(
                            RouteTable.Answer.Found.class,
                            found -> assertThat(found.match().route().guard()).isNotInstanceOf(Guard.Open.class));
        });
    }

    private static List<Way> ways(OneSite site) {
        return site.running().doors().routes().stream()
                .flatMap(route -> route.methods().stream()
                        .map(method -> new Way(
                                method,
                                route.template().replaceAll("\\{[^}]*}", "1").replace("**", "x"),
                                route.guard())))
                .toList();
    }

    /** Whether a servlet mapping covers a route's template. */
    private static boolean within(String template, String spec) {
        if (spec.isEmpty()) {
            return template.equals("/");
        }
        return spec.endsWith("/*")
                ? template.startsWith(spec.substring(0, spec.length() - 1))
                        || template.equals(spec.substring(0, spec.length() - 2)) // as servlets map it
                : template.equals(spec);
    }

    /** What a client sends to reach what a provider of HAPI's offers; nothing for what no address reaches. */
    private static List<String> requests(BaseMethodBinding binding) {
        String type = "/" + binding.getResourceName();
        if (binding instanceof OperationMethodBinding operation) {
            return operation.getName().equals("$consent-status")
                    ? List.of("GET /$consent-status/1")
                    : List.of("POST " + (operation.getResourceName() == null ? "" : type) + "/" + operation.getName());
        }
        return switch (binding.getRestOperationType()) {
            case READ, VREAD -> List.of("GET " + type + "/1", "GET " + type + "/1/_history/1");
            case SEARCH_TYPE -> List.of("GET " + type, "POST " + type + "/_search");
            case CREATE -> List.of("POST " + type);
            case UPDATE -> List.of("PUT " + type + "/1");
            case DELETE -> List.of("DELETE " + type + "/1");
            case HISTORY_INSTANCE -> List.of("GET " + type + "/1/_history");
            case HISTORY_TYPE -> List.of("GET " + type + "/_history");
            case GET_PAGE -> List.of();
            default -> List.of("UNKNOWN /" + binding.getRestOperationType());
        };
    }
}
