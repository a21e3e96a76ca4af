package org.assent.fhir.enforcement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assent.authorization.principal.Role;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Read and search of ImagingStudy and its Patient by each kind of caller: nobody learns what the decision keeps. */
class ImagingStudyAccessTest {

    private final TestSite site = TestSite.get();
    private final TestSite.Held held = site.held();
    private final TestClient clinician = site.as(Role.CLINICIAN);
    private final TestClient peer = site.asPeer(site.south(), held.patientId());

    @Test
    @Tag("FI-01")
    @Tag("FI-04")
    void shouldShowTheStudyWithItsAnchorWhenOwnClinicianSearches() {
        for (String query : List.of(
                "identifier=" + held.uid(),
                "identifier=urn:oid:" + held.uid(),
                "identifier=urn:dicom:uid%7Curn:oid:" + held.uid(),
                "patient=Patient/" + held.patientId(),
                "patient.identifier=urn:assent:issuer:NORTH%7C"
                        + held.study().patient().patientId(),
                "identifier=" + held.uid() + "&modality=CT&status=available&started=2025-12-30",
                "series=" + held.uid() + ".1",
                "instance=" + held.uid() + ".1.2")) {
            TestClient.Answer found = clinician.get("/ImagingStudy?" + query);
            assertThat(found.total()).as(query + " " + found.body()).isEqualTo(1);
        }
        String body = clinician.get("/ImagingStudy?identifier=" + held.uid()).body();
        assertThat(body).contains("ledger-anchor").contains("\"address\":\"http://north.example/dicomweb\"");
        assertThat(body).doesNotContain(Visible.SYSTEM);
    }

    @Test
    @Tag("FI-03")
    void shouldAnswerAlikeWhenStudyIsDeniedAndWhenItIsMissing() {
        String id = id();

        TestClient.Answer denied = peer.get("/ImagingStudy/" + id);
        TestClient.Answer missing = peer.get("/ImagingStudy/" + UUID.randomUUID());

        assertThat(denied.status()).isEqualTo(404);
        assertAlike(denied, missing);
        assertAlike(
                peer.get("/ImagingStudy?identifier=" + held.uid()),
                peer.get("/ImagingStudy?identifier=" + TestSite.uid()));
        assertAlike(peer.get("/ImagingStudy/" + id + "/_history/1"), missing);
        assertAlike(peer.get("/Patient/" + held.patientId()), peer.get("/Patient/" + UUID.randomUUID()));
    }

    @Test
    @Tag("FI-03")
    @Tag("PCF-TOK-03")
    void shouldShowExactlyThePermittedStudyWhenPeerSearches() {
        TestSite.Held other = site.held(held.study().patient());
        site.decisions().permit(site.south(), held.uid());

        TestClient.Answer found = peer.get("/ImagingStudy?patient=Patient/" + held.patientId() + "&_count=1");

        assertThat(found.total()).as(found.body()).isEqualTo(1);
        assertThat(found.body())
                .contains(held.uid())
                .doesNotContain(other.uid())
                .doesNotContain("\"next\"");
        assertThat(peer.get("/ImagingStudy/" + id()).status()).isEqualTo(200);
        TestClient.Answer patient = peer.get("/Patient/" + held.patientId());
        assertThat(patient.status()).isEqualTo(200);
        assertThat(patient.body()).doesNotContain("study-").doesNotContain(Visible.SYSTEM);
        site.decisions().revoke(site.south(), held.uid());
        assertThat(peer.get("/ImagingStudy/" + id()).status()).isEqualTo(404);
    }

    @Test
    @Tag("IUA-72-01")
    void shouldHidePermittedStudyWhenPeersTokenIsAboutAnotherPatient() {
        TestSite.Held other = site.held();
        site.decisions().permit(site.south(), other.uid());
        String id = clinician
                .get("/ImagingStudy?identifier=" + other.uid())
                .json()
                .at("/entry/0/resource/id")
                .asText();

        assertThat(peer.get("/ImagingStudy/" + id).status()).isEqualTo(404);
        assertThat(peer.get("/ImagingStudy?identifier=" + other.uid()).total()).isZero();
    }

    @Test
    void shouldHideStudyFromCliniciansButNotFromRecordKeepersWhenTheDecisionDeniesOwnPeople() {
        String id = id();
        site.decisions().hide(held.uid());

        assertThat(clinician.get("/ImagingStudy/" + id).status()).isEqualTo(404);
        assertThat(clinician.get("/ImagingStudy?identifier=" + held.uid()).total())
                .isZero();
        assertThat(site.as(Role.EHR).get("/ImagingStudy/" + id).status()).isEqualTo(200);
        assertThat(site.as(Role.PRIVACY_OFFICER)
                        .get("/ImagingStudy?identifier=" + held.uid())
                        .total())
                .isEqualTo(1);
    }

    @Test
    void shouldAnswer503ToPeersWhateverTheyAskWhenLedgerIsStale() {
        String id = id();
        site.decisions().stale(true);
        try {
            for (String path : List.of("/ImagingStudy/" + id, "/ImagingStudy/" + UUID.randomUUID(), "/ImagingStudy")) {
                TestClient.Answer answer = peer.get(path);
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isNotEmpty();
            }
            assertThat(clinician.get("/ImagingStudy/" + id).status()).isEqualTo(200);
        } finally {
            site.decisions().stale(false);
        }
    }

    @Test
    @Tag("FI-03")
    void shouldLeakNothingWhenHiddenResourcesAreReachedThroughOthers() {
        String hiddenPatient = held.study().patient().patientId();

        for (String path : List.of(
                "/ImagingStudy?_has:Consent:data:status=active",
                "/ImagingStudy?patient.name=Muster",
                "/ImagingStudy?patient:Patient.identifier=" + hiddenPatient,
                "/ImagingStudy?_filter=status%20eq%20available",
                "/ImagingStudy?_query=x",
                "/ImagingStudy?_tag=urn:assent:visible%7Clocal",
                "/ImagingStudy?_include=*",
                "/ImagingStudy?_include:iterate=ImagingStudy:patient",
                "/ImagingStudy?_revinclude=Consent:data")) {
            assertThat(peer.get(path).status()).as(path).isEqualTo(400);
        }
        for (String path : List.of(
                "/Patient/" + held.patientId() + "/$everything",
                "/ImagingStudy/" + id() + "/_history",
                "/_history",
                "/$graphql?query=x",
                "/Patient/" + held.patientId() + "/ImagingStudy",
                "/")) {
            assertThat(peer.get(path).status()).as(path).isIn(400, 404, 405);
        }
        assertThat(peer.post("/", "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}")
                        .status())
                .isIn(400, 404, 405);
        assertThat(peer.get("/Consent").status()).isEqualTo(403);
        assertThat(peer.get("/AuditEvent").status()).isEqualTo(403);
    }

    @Test
    @Tag("FI-03")
    void shouldIncludeOnlyWhatTheCallerMaySeeWhenPatientIsIncluded() {
        site.decisions().permit(site.south(), held.uid());

        TestClient.Answer found = peer.get("/ImagingStudy?_include=ImagingStudy:patient&_revinclude=Provenance:target");

        assertThat(found.status()).as(found.body()).isEqualTo(200);
        assertThat(found.total()).isEqualTo(1);
        assertThat(found.body())
                .contains("\"resourceType\":\"Patient\"")
                .doesNotContain("\"resourceType\":\"Provenance\"");
    }

    @Test
    @Tag("BALP-02")
    void shouldNameReceiptAndRequestInEveryAnswer() {
        TestClient.Answer read = clinician.get("/ImagingStudy/" + id(), "X-Request-Id", "test-request-1");

        assertThat(read.header("Assent-Receipt")).matches("[0-9a-f-]{36}");
        assertThat(read.header("X-Request-Id")).isEqualTo("test-request-1");
        assertThat(peer.get("/ImagingStudy/none").header("Assent-Receipt")).matches("[0-9a-f-]{36}");
        assertThat(read.response().headers().map()).doesNotContainKey("x-powered-by");
    }

    @Test
    @Tag("FI-03")
    void shouldNameAnotherReceiptEachTimeWhenPeerRepeatsASearch() {
        String search = "/ImagingStudy?patient=Patient/" + held.patientId();

        String nothingShown = peer.get(search).header("Assent-Receipt");
        String again = peer.get(search).header("Assent-Receipt");
        site.held(held.study().patient());
        String afterHiddenStudy = peer.get(search).header("Assent-Receipt");

        assertThat(List.of(nothingShown, again, afterHiddenStudy))
                .doesNotHaveDuplicates()
                .allMatch(id -> UUID.fromString(id).version() == 4);
    }

    private String id() {
        return clinician
                .get("/ImagingStudy?identifier=" + held.uid())
                .json()
                .at("/entry/0/resource/id")
                .asText();
    }

    private static void assertAlike(TestClient.Answer one, TestClient.Answer other) {
        assertThat(one.status()).isEqualTo(other.status());
        assertThat(headers(one)).isEqualTo(headers(other));
        assertThat(bare(one)).isEqualTo(bare(other));
    }

    private static Map<String, List<String>> headers(TestClient.Answer answer) {
        Map<String, List<String>> headers =
                new TreeMap<>(answer.response().headers().map());
        headers.keySet().removeAll(List.of("date", "x-request-id", "assent-receipt"));
        return headers;
    }

    private static String bare(TestClient.Answer answer) {
        return answer.body().replaceAll("2\\.25\\.[0-9]+", "UID").replace(answer.header("X-Request-Id"), "*");
    }

    private static final class Visible {
        static final String SYSTEM = "urn:assent:visible";
    }
}
