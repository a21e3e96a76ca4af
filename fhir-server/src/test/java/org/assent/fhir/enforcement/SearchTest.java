package org.assent.fhir.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.assent.authorization.principal.Role;
import org.assent.custody.study.PatientIdentity;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Search as FHIR R4 says (search.html): totals, pages, unknown parameters, both ways of asking. */
class SearchTest {

    private final TestSite site = TestSite.get();
    private final TestClient clinician = site.as(Role.CLINICIAN);

    @Test
    void shouldGiveFullPagesWithExactTotalWhenThereIsMoreThanOne() {
        PatientIdentity patient = TestSite.identity();
        Set<String> uids = new HashSet<>();
        String patientId = "";
        for (int i = 0; i < 5; i++) {
            TestSite.Held held = site.held(patient);
            uids.add(held.uid());
            patientId = held.patientId();
        }
        String next = "/ImagingStudy?patient=Patient/" + patientId + "&_count=2&_sort=-started";
        int pages = 0;
        while (!next.isEmpty()) {
            TestClient.Answer page = clinician.get(next);
            assertThat(page.total()).as(page.body()).isEqualTo(5);
            page.json()
                    .path("entry")
                    .forEach(entry -> uids.removeIf(uid -> entry.toString().contains(uid)));
            next = "";
            for (var link : page.json().path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    next = link.path("url").asText().substring("http://north.example/fhir/r4".length());
                }
            }
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(uids).isEmpty();
    }

    @Test
    void shouldGiveTotalAloneWhenCountIsZero() {
        TestSite.Held held = site.held();

        TestClient.Answer answer = clinician.get("/ImagingStudy?identifier=" + held.uid() + "&_count=0");

        assertThat(answer.total()).as(answer.body()).isEqualTo(1);
        assertThat(answer.json().path("entry")).isEmpty();
    }

    @Test
    @Tag("PCF-108-04")
    void shouldIgnoreOrRefuseUnknownParameterAsTheClientPrefers() {
        assertThat(clinician.get("/Consent?unknown=1").status()).isEqualTo(200);
        TestClient.Answer strict = clinician.get("/Consent?unknown=1", "Prefer", "handling=strict");
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
    }

    @Test
    @Tag("PCF-108-02")
    void shouldAnswerAlikeWhenSearchIsPosted() {
        TestSite.Held held = site.held();

        TestClient.Answer posted = clinician.send(
                "POST",
                "/ImagingStudy/_search",
                Optional.of("identifier=" + held.uid()),
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(posted.status()).as(posted.body()).isEqualTo(200);
        assertThat(posted.total()).isEqualTo(1);
    }

    @Test
    @Tag("PCF-108-05")
    void shouldAnswerInXmlWhenAsked() {
        TestClient.Answer xml = clinician.get("/Consent", "Accept", "application/fhir+xml");

        assertThat(xml.status()).isEqualTo(200);
        assertThat(xml.header("Content-Type")).startsWith("application/fhir+xml");
        assertThat(xml.body()).contains("<Bundle");
    }

    @Test
    void shouldNameTheFaultWhenValueIsWrong() {
        for (String query : new String[] {
            "started=yesterday", "_lastUpdated=x", "_count=-1", "_sort=secret", "_offset=x", "identifier=%7C%7C%7C"
        }) {
            TestClient.Answer answer = clinician.get("/ImagingStudy?" + query);
            assertThat(answer.status()).as(query + " " + answer.body()).isIn(200, 400);
            assertThat(answer.body()).doesNotContain("Exception").doesNotContain("HAPI-");
        }
        assertThat(clinician.get("/ImagingStudy?started=yesterday").status()).isEqualTo(400);
    }
}
