package org.assent.authorization.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopesTest {

    @Test
    @Tag("SM-03")
    void shouldReadBackWhatItWritesForEveryScope() {
        Random random = Seeds.random("ScopesTest");
        for (int i = 0; i < 500; i++) {
            EnumSet<Interaction> some = EnumSet.noneOf(Interaction.class);
            for (Interaction interaction : Interaction.values()) {
                if (random.nextBoolean()) {
                    some.add(interaction);
                }
            }
            if (some.isEmpty()) {
                some.add(Interaction.READ);
            }
            String type = random.nextInt(5) == 0 ? "*" : "Type" + (char) ('A' + random.nextInt(26));
            Scope.Level level = random.nextBoolean() ? Scope.Level.USER : Scope.Level.PATIENT;
            Scope scope = new Scope(level, type, some);

            assertThat(Scope.parse(scope.toString())).contains(scope);
        }
    }

    @ParameterizedTest
    @Tag("SM-03")
    @ValueSource(
            strings = {
                "",
                "user/Patient",
                "user/Patient.",
                "user/Patient.dus",
                "user/Patient.rr",
                "user/Patient.read",
                "user/Patient.*",
                "admin/Patient.r",
                "user/patient.r",
                "user/Patient.rs?code=1",
                "user/Patient.rs  user/Patient.c",
                " user/Patient.r",
                "user/../Patient.r",
                "openid"
            })
    void shouldRefuseWhatIsNoVersion2Scope(String text) {
        assertThat(Scopes.parse(text)).isEmpty();
    }

    @Test
    void shouldPermitOnlyWhatOneScopeCovers() {
        Scopes scopes = Scopes.of("user/ImagingStudy.rs user/Consent.c");

        assertThat(scopes.permits("ImagingStudy", Interaction.READ)).isTrue();
        assertThat(scopes.permits("ImagingStudy", Interaction.CREATE)).isFalse();
        assertThat(scopes.permits("Consent", Interaction.READ)).isFalse();
        assertThat(scopes.permits("*", Interaction.SEARCH)).isFalse();
        assertThat(Scopes.of("system/*.rs").permits("*", Interaction.SEARCH)).isTrue();
    }

    @Test
    @Tag("SM-08")
    void shouldOnlyNarrow() {
        Scopes clinician = RoleScopes.of(Set.of(Role.CLINICIAN));

        assertThat(Scopes.of("user/ImagingStudy.r").isWithin(clinician)).isTrue();
        assertThat(Scopes.of("user/ImagingStudy.ru").isWithin(clinician)).isFalse();
        assertThat(Scopes.of("system/ImagingStudy.r").isWithin(clinician)).isFalse();
        assertThat(Scopes.of("user/*.r").isWithin(clinician)).isFalse();
        assertThat(Scopes.of("user/Consent.u").isWithin(clinician)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, dicomweb/studies, ImagingStudy.SEARCH",
        "GET, dicomweb/studies/1.2/series, ImagingStudy.SEARCH",
        "GET, dicomweb/studies/1.2/metadata, ImagingStudy.READ",
        "HEAD, dicomweb/studies/1.2, ImagingStudy.READ",
        "POST, dicomweb/studies, ImagingStudy.CREATE",
        "POST, dicomweb/studies/1.2, ImagingStudy.CREATE",
        "DELETE, dicomweb/studies/1.2, ImagingStudy.DELETE",
        "GET, wado, ImagingStudy.READ",
        "GET, fhir/r4/Patient, Patient.SEARCH",
        "GET, fhir/r4/Patient/1, Patient.READ",
        "GET, fhir/r4/Patient/1/_history/2, Patient.READ",
        "GET, fhir/r4/Patient/1/Consent, Consent.SEARCH",
        "GET, fhir/r4/Patient/_history, Patient.SEARCH",
        "POST, fhir/r4/Consent, Consent.CREATE",
        "POST, fhir/r4/Consent/_search, Consent.SEARCH",
        "PUT, fhir/r4/Consent/1, Consent.UPDATE",
        "PATCH, fhir/r4/Consent/1, Consent.UPDATE",
        "DELETE, fhir/r4/Consent/1, Consent.DELETE",
        "GET, fhir/r4/_history, *.SEARCH",
        "GET, fhir/r4, *.SEARCH",
        "POST, fhir/r4, none",
        "GET, fhir/r4/metadata, none",
        "POST, fhir/r4/$receive-share, none",
        "GET, fhir/r4/$consent-status/7, none",
        "GET, auth/people, none"
    })
    @Tag("DW-E-01")
    void shouldKnowTheScopeThatEachRequestNeeds(String method, String path, String needed) {
        Optional<String> rule =
                ScopeRule.of(method, List.of(path.split("/"))).map(r -> r.resourceType() + "." + r.interaction());

        assertThat(rule.orElse("none")).isEqualTo(needed);
    }
}
