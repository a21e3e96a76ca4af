package org.assent.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assent.authorization.principal.Role;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.fhir.testing.Consents;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to search Consents that IHE PCF and this server's CapabilityStatement name, by GET and by POST, in JSON and XML. */
class ConsentSearchTest {

    private static final String BASE = "http://north.example/fhir/r4";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final TestSite site = TestSite.get();
    private final TestClient ehr = site.as(Role.EHR);
    private final TestSite.Held held = site.held();
    private final String own = UUID.randomUUID().toString();
    private final String patient = "Patient/" + held.patientId();
    private final TestClient.Answer stored = ehr.post("/Consent", consent(held, own));

    /** One with everything that it can be found by: also literal references and an identifier of its own. */
    private String consent(TestSite.Held held, String identifier) {
        String study = ehr.get("/ImagingStudy?identifier=" + held.uid())
                .json()
                .path("entry")
                .path(0)
                .path("resource")
                .path("id")
                .asText();
        return Consents.changed(Consents.permit(held, site.own(), site.south()), text -> text.replace(
                        "\"reference\": {\"identifier\": {\"system\": \"urn:dicom:uid\"",
                        "\"reference\": {\"reference\": \"ImagingStudy/" + study
                                + "\", \"identifier\": {\"system\": \"urn:dicom:uid\"")
                .replace(
                        "\"status\": \"active\"",
                        "\"identifier\": [{\"system\": \"urn:ietf:rfc:3986\", \"value\": \"urn:uuid:" + identifier
                                + "\"}], \"status\": \"active\""));
    }

    @BeforeEach
    void isStored() {
        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "patient=PATIENT, patient=Patient/nobody",
        "patient=BASE/PATIENT, patient=http://elsewhere.example/fhir/PATIENT",
        "patient.identifier=urn:assent:issuer:NORTH%7CNUMBER, patient.identifier=urn:assent:issuer:NORTH%7Cnobody",
        "status=active, status=inactive",
        "actor=Organization/SOUTH, actor=Organization/NORTH",
        "_id=ID, _id=none",
        "_lastUpdated=gt2020-01-01, _lastUpdated=lt2020-01-01",
        "identifier=urn:ietf:rfc:3986%7Curn:uuid:OWN, identifier=urn:ietf:rfc:3986%7Curn:uuid:other",
        "data=ImagingStudy/STUDY, data=ImagingStudy/none",
        "data:identifier=urn:dicom:uid%7Curn:oid:UID, data:identifier=urn:dicom:uid%7Curn:oid:2.25.1",
        "actor:identifier=urn:assent:organization%7CXSOUTH, actor:identifier=urn:assent:organization%7CXNORTH",
        "purpose=TREAT, purpose=HRESCH",
        "purpose=http://terminology.hl7.org/CodeSystem/v3-ActReason%7CTREAT, purpose=urn:other%7CTREAT",
        "period=ge2030-06-15, period=ge2040-01-01",
        "period=ge2026-01-01&period=le2036-12-31, period=gt2037-01-01",
        "date=2026-01-05, date=2026-01-06",
        "scope=patient-privacy, scope=research",
        "category=http://loinc.org%7C59284-0, category=http://loinc.org%7C1-1",
        "consentor=PATIENT, consentor=Patient/nobody",
        "organization=Organization/NORTH, organization=Organization/SOUTH"
    })
    @Tag("PCF-108-02")
    @Tag("PCF-108-03")
    @Tag("PCF-108-05")
    @Tag("FC-01")
    void shouldFindByTheParameterAloneAndCombinedWhicheverWayItIsAsked(String finds, String findsNot) {
        String query = filled(finds);
        String combined = query.startsWith("patient") ? query : query + "&patient=" + patient;

        // Alone: among others, perhaps
        TestClient.Answer alone = ehr.get("/Consent?_count=200&" + query);
        assertThat(alone.status()).as(alone.body()).isEqualTo(200);
        assertThat(alone.body()).contains(stored.id());

        // Combined: exactly this one, the same by GET and by POST, and in XML
        TestClient.Answer got = ehr.get("/Consent?" + combined + "&status=active");
        assertThat(got.total()).as(got.body()).isEqualTo(1);
        TestClient.Answer posted = post(combined + "&status=active");
        assertThat(posted.body()).isEqualTo(got.body());
        TestClient.Answer xml = ehr.get("/Consent?" + combined + "&status=active", "Accept", "application/fhir+xml");
        assertThat(xml.header("Content-Type")).startsWith("application/fhir+xml");
        assertThat(xml.body()).contains("<total value=\"1\"/>").contains(stored.id());

        // Another value: nothing, and still a searchset
        TestClient.Answer nothing = ehr.get("/Consent?" + filled(findsNot) + "&_id=" + stored.id());
        if (!findsNot.startsWith("_id")) {
            assertThat(nothing.total()).as(nothing.body()).isZero();
            assertThat(nothing.json().path("type").asText()).isEqualTo("searchset");
        }
    }

    @Test
    @Tag("PCF-108-03")
    void shouldFindByAllParametersOfTheProfileTogether() {
        String all = filled("patient=PATIENT&patient.identifier=urn:assent:issuer:NORTH%7CNUMBER&status=active"
                + "&actor=Organization/SOUTH&_id=ID&_lastUpdated=gt2020-01-01&data=ImagingStudy/STUDY&purpose=TREAT"
                + "&period=ge2030-06-15&date=2026&identifier=urn:uuid:OWN");

        assertThat(ehr.get("/Consent?" + all).total()).isEqualTo(1);
        assertThat(ehr.get("/Consent?" + all.replace("status=active", "status=rejected"))
                        .total())
                .isZero();
        assertThat(ehr.get("/Consent?patient=" + patient + "&status=active,inactive")
                        .total())
                .isEqualTo(1);
    }

    @Test
    @Tag("PCF-108-03")
    void shouldGiveTheExactTotalAloneAndFullPagesWhenThereAreMore() {
        // Given
        Set<String> ids = new HashSet<>(List.of(stored.id()));
        for (int i = 0; i < 4; i++) {
            TestClient.Answer more =
                    ehr.post("/Consent", consent(held, UUID.randomUUID().toString()));
            assertThat(more.status()).as(more.body()).isEqualTo(201);
            ids.add(more.id());
        }
        String all = "patient=" + patient + "&status=active";

        // When, Then
        for (String total : List.of("_summary=count", "_count=0", "_count=0&_total=accurate")) {
            TestClient.Answer counted = ehr.get("/Consent?" + all + "&" + total);
            assertThat(counted.total()).as(counted.body()).isEqualTo(5);
            assertThat(counted.json().path("entry")).isEmpty();
            assertThat(post(all + "&" + total).total()).isEqualTo(5);
        }
        String next = "/Consent?" + all + "&_count=2&_sort=-_lastUpdated&_total=accurate";
        int pages = 0;
        while (!next.isEmpty()) {
            TestClient.Answer page = ehr.get(next);
            assertThat(page.total()).isEqualTo(5);
            page.json()
                    .path("entry")
                    .forEach(entry ->
                            ids.remove(entry.path("resource").path("id").asText()));
            next = next(page);
            pages++;
        }
        assertThat(pages).isEqualTo(3);
        assertThat(ids).isEmpty();
    }

    @Test
    @Tag("FC-01")
    @Tag("FC-02")
    void shouldFindByIdentifierWhatIsNamedByIdentifierAlone() {
        TestSite.Held another = site.held();
        TestClient.Answer logical = ehr.post("/Consent", Consents.permit(another, site.own(), site.south()));

        TestClient.Answer found = ehr.get("/Consent?data:identifier=urn:dicom:uid%7Curn:oid:" + another.uid());

        assertThat(found.total()).as(found.body()).isEqualTo(1);
        assertThat(found.body()).contains(logical.id()).doesNotContain("urn:assent:visible");
        TestSite.Held third = site.held(another.study().patient());
        TestClient.Answer replaced =
                ehr.put("/Consent/" + logical.id(), logical.body().replace(another.uid(), third.uid()));
        assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
        assertThat(ehr.get("/Consent?data:identifier=" + another.uid()).total()).isZero();
        assertThat(ehr.get("/Consent?data:identifier=" + third.uid()).total()).isEqualTo(1);
        ehr.put(
                "/Consent/" + logical.id(),
                replaced.body().replace("\"status\":\"active\"", "\"status\":\"inactive\""));
        assertThat(ehr.get("/Consent?status=inactive&data:identifier=" + third.uid())
                        .total())
                .isEqualTo(1);
        assertThat(ehr.get("/Consent?data:identifier=urn:other%7C" + third.uid())
                        .total())
                .isZero();
    }

    private static String next(TestClient.Answer page) {
        for (JsonNode link : page.json().path("link")) {
            if (link.path("relation").asText().equals("next")) {
                return link.path("url").asText().substring(BASE.length());
            }
        }
        return "";
    }

    @Test
    @Tag("PCF-108-06")
    void shouldGiveAnEmptySearchsetWhenNothingFits() {
        TestClient.Answer nothing = ehr.get("/Consent?patient=Patient/nobody&status=active");

        assertThat(nothing.status()).isEqualTo(200);
        assertThat(nothing.json().path("resourceType").asText()).isEqualTo("Bundle");
        assertThat(nothing.json().path("type").asText()).isEqualTo("searchset");
        assertThat(nothing.total()).isZero();
    }

    @Test
    @Tag("PCF-108-04")
    void shouldIgnoreOrRefuseUnknownParameterAsTheClientPrefersWhicheverWayItIsAsked() {
        String query = "patient=" + patient + "&status=active&colour=blue";

        assertThat(ehr.get("/Consent?" + query).total()).isEqualTo(1);
        assertThat(ehr.get("/Consent?" + query, "Prefer", "handling=lenient").total())
                .isEqualTo(1);
        assertThat(post(query).total()).isEqualTo(1);
        for (TestClient.Answer strict : List.of(
                ehr.get("/Consent?" + query, "Prefer", "handling=strict"),
                ehr.send(
                        "POST",
                        "/Consent/_search",
                        Optional.of(query),
                        "Content-Type",
                        FORM,
                        "Prefer",
                        "handling=strict"))) {
            assertThat(strict.status()).as(strict.body()).isEqualTo(400);
            assertThat(strict.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
            assertThat(strict.body()).contains("colour");
        }
        assertThat(ehr.get("/Consent?" + query).body())
                .as("the self link says what was understood")
                .doesNotContain("colour");
        TestClient.Answer xml =
                ehr.get("/Consent?" + query, "Prefer", "handling=strict", "Accept", "application/fhir+xml");
        assertThat(xml.status()).isEqualTo(400);
        assertThat(xml.body()).contains("<OperationOutcome");
    }

    @Test
    @Tag("PCF-108-05")
    void shouldTakeAndGiveXmlWhenTheClientSpeaksXml() {
        TestClient.Answer xml = ehr.get("/Consent/" + stored.id(), "Accept", "application/fhir+xml");
        assertThat(xml.body()).startsWith("<Consent");
        String another = xml.body()
                .replaceAll("<id value=\"[^\"]*\"/>", "")
                .replaceAll("<meta>.*?</meta>", "")
                .replace(own, UUID.randomUUID().toString());

        TestClient.Answer created =
                ehr.post("/Consent", another, "Content-Type", "application/fhir+xml", "Accept", "application/fhir+xml");

        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.body()).startsWith("<Consent");
        assertThat(ehr.get("/Consent?patient=" + patient + "&status=active").total())
                .isEqualTo(2);
        TestClient.Answer history = ehr.get("/Consent/" + stored.id() + "/_history", "Accept", "application/fhir+xml");
        assertThat(history.body()).contains("<type value=\"history\"/>").contains("<total value=\"1\"/>");
        assertThat(ehr.get("/Consent/" + stored.id() + "/_history/1", "Accept", "application/fhir+xml")
                        .body())
                .startsWith("<Consent");
        TestClient.Answer refused = ehr.post(
                "/Consent",
                another.replace("<status value=\"active\"/>", "<status value=\"draft\"/>"),
                "Content-Type",
                "application/fhir+xml",
                "Accept",
                "application/fhir+xml");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).startsWith("<OperationOutcome");
    }

    private TestClient.Answer post(String form) {
        return ehr.send("POST", "/Consent/_search", Optional.of(form), "Content-Type", FORM);
    }

    private String filled(String query) {
        return query.replace("PATIENT", patient)
                .replace("BASE", BASE)
                .replace("NUMBER", held.study().patient().patientId())
                .replace("UID", held.uid())
                .replace("XSOUTH", site.south().toHex())
                .replace("XNORTH", site.own().toHex())
                .replace("SOUTH", ReservedIds.member(site.south()))
                .replace("Organization/NORTH", "Organization/" + ReservedIds.member(site.own()))
                .replace("ID", stored.id())
                .replace("OWN", own)
                .replace(
                        "STUDY",
                        stored.json()
                                .path("provision")
                                .path("data")
                                .path(0)
                                .path("reference")
                                .path("reference")
                                .asText()
                                .replace("ImagingStudy/", ""));
    }
}
