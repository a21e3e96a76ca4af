package org.assent.authorization.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static final Guard OPEN = new Guard.Open();
    private static final Guard CLINICIANS = new Guard.Decision(Set.of(Role.CLINICIAN), true);

    private static Route get(String template, Guard guard) {
        return new Route(Set.of("GET"), template, guard);
    }

    private static RouteTable.Answer find(RouteTable table, String method, String... segments) {
        return table.find(method, List.of(segments));
    }

    @Test
    void shouldGiveVariablesWhenTemplateMatches() {
        RouteTable table = new RouteTable(List.of(get("/dicomweb/studies/{study}/series/{series}", CLINICIANS)));

        var answer = find(table, "GET", "dicomweb", "studies", "1.2", "series", "3.4");

        assertThat(answer).isInstanceOfSatisfying(RouteTable.Answer.Found.class, found -> {
            assertThat(found.match().variable("study")).isEqualTo("1.2");
            assertThat(found.match().variable("series")).isEqualTo("3.4");
        });
    }

    @Test
    void shouldFindNothingWhenNoTemplateMatches() {
        RouteTable table = new RouteTable(List.of(get("/dicomweb/studies/{study}", CLINICIANS)));

        assertThat(find(table, "GET", "dicomweb", "studies")).isInstanceOf(RouteTable.Answer.None.class);
        assertThat(find(table, "GET", "dicomweb", "studies", "")).isInstanceOf(RouteTable.Answer.None.class);
        assertThat(find(table, "GET", "dicomweb", "studies", "1", "x")).isInstanceOf(RouteTable.Answer.None.class);
        assertThat(find(table, "GET")).isInstanceOf(RouteTable.Answer.None.class);
    }

    @Test
    void shouldMatchZeroOrMoreSegmentsWhenTemplateEndsWithRest() {
        RouteTable table = new RouteTable(List.of(get("/viewer/**", CLINICIANS)));

        assertThat(find(table, "GET", "viewer")).isInstanceOf(RouteTable.Answer.Found.class);
        assertThat(find(table, "GET", "viewer", "")).isInstanceOf(RouteTable.Answer.Found.class);
        assertThat(find(table, "GET", "viewer", "a", "b")).isInstanceOf(RouteTable.Answer.Found.class);
        assertThat(find(table, "GET", "viewers")).isInstanceOf(RouteTable.Answer.None.class);
    }

    @Test
    void shouldLetTheMostSpecificTemplateDecideAloneWhenSeveralMatch() {
        RouteTable table = new RouteTable(
                List.of(new Route(Set.of("GET", "POST"), "/fhir/r4/**", CLINICIANS), get("/fhir/r4/metadata", OPEN)));

        assertThat(find(table, "GET", "fhir", "r4", "metadata"))
                .isInstanceOfSatisfying(
                        RouteTable.Answer.Found.class,
                        found -> assertThat(found.match().route().guard()).isEqualTo(OPEN));
        assertThat(find(table, "POST", "fhir", "r4", "metadata"))
                .as("a wider route never answers for a narrower one")
                .isInstanceOf(RouteTable.Answer.WrongMethod.class);
    }

    @Test
    void shouldTreatHeadAsGetAndListAllowedMethods() {
        RouteTable table = new RouteTable(List.of(get("/health/live", OPEN)));

        assertThat(find(table, "HEAD", "health", "live")).isInstanceOf(RouteTable.Answer.Found.class);
        assertThat(find(table, "DELETE", "health", "live"))
                .isEqualTo(new RouteTable.Answer.WrongMethod(List.of("GET", "HEAD", "OPTIONS")));
    }

    @Test
    void shouldRefuseTheTableWhenTwoRoutesConflict() {
        assertThatThrownBy(() -> new RouteTable(List.of(get("/a/{x}", OPEN), get("/a/{x}", OPEN))))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> new RouteTable(List.of(get("/a/{x}", OPEN), get("/a/{y}", OPEN))))
                .hasMessageContaining("two names");
        assertThatThrownBy(() -> new RouteTable(List.of(get("/a/{x}/c", OPEN), get("/a/b/{y}", CLINICIANS))))
                .hasMessageContaining("guards differ");
        assertThatThrownBy(() -> new RouteTable(List.of(get("/a/**/b", OPEN))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RouteTable(List.of(get("/a//b", OPEN))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAcceptOverlapWhenGuardsAreEqual() {
        RouteTable table = new RouteTable(List.of(get("/a/{x}/c", CLINICIANS), get("/a/b/{y}", CLINICIANS)));

        assertThat(find(table, "GET", "a", "b", "c")).isInstanceOf(RouteTable.Answer.Found.class);
        assertThat(table.routes()).hasSize(2);
    }
}
