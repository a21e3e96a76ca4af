package org.assent.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.assent.authorization.principal.Role;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.Rule;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.fhir.organization.Members;
import org.assent.fhir.testing.Consents;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Consents are not recorded, and why: 422 with the path of each fault, and nothing reaches the ledger. */
class ConsentValidationTest {

    private static final ConsentRules WITHOUT_PCF = new ConsentRules(false, false);

    private final TestSite site = TestSite.get();
    private final TestClient ehr = site.as(Role.EHR);
    private final TestSite.Held held = site.held();
    private final String consent = Consents.permit(held, site.own(), site.south());

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            modifier extension of the Consent | "status": "active"  | "modifierExtension": [{"url": "urn:x", "valueBoolean": true}], "status": "active" | Consent.modifierExtension[0]
            modifier extension of the provision | "type": "permit" | "modifierExtension": [{"url": "urn:x", "valueBoolean": true}], "type": "permit" | Consent.provision.modifierExtension[0]
            modifier extension of an actor | "actor": [{"role" | "actor": [{"modifierExtension": [{"url": "urn:x", "valueBoolean": true}], "role" | Consent.provision.actor[0].modifierExtension[0]
            modifier extension of the policy | "policy": [{"uri" | "policy": [{"modifierExtension": [{"url": "urn:x", "valueBoolean": true}], "uri" | Consent.policy[0].modifierExtension[0]
            nested in nested | "type": "permit" | "provision": [{"type": "deny", "provision": [{"type": "permit"}]}], "type": "permit" | Consent.provision.provision[0].provision
            action | "type": "permit" | "action": [{"text": "access"}], "type": "permit" | Consent.provision.action
            class | "type": "permit" | "class": [{"system": "http://hl7.org/fhir/resource-types", "code": "ImagingStudy"}], "type": "permit" | Consent.provision.class
            code | "type": "permit" | "code": [{"text": "head"}], "type": "permit" | Consent.provision.code
            class of a nested provision | "type": "permit" | "provision": [{"type": "deny", "class": [{"system": "urn:x", "code": "y"}]}], "type": "permit" | Consent.provision.provision[0].class
            period that ends before it starts | "end": "2036-12-31" | "end": "2025-12-31" | Consent.provision.period
            period of a nested provision | "type": "permit" | "provision": [{"type": "deny", "period": {"start": "2030", "end": "2029"}}], "type": "permit" | Consent.provision.provision[0].period
            """)
    @Tag("FC-03")
    void shouldRefuseAndSubmitNothingWhenItIsWrongWith(String what, String right, String wrong, String path) {
        assertRefused(ehr, Consents.changed(consent, text -> text.replace(right, wrong)), path);
    }

    @Test
    @Tag("FC-03")
    void shouldRefuseWhenSomebodyElseAgreesWithoutEvidenceOfAuthority() {
        String ofAnother = Consents.changed(
                consent,
                text -> text.replace(
                        "\"performer\": [{\"reference\": \"Patient/" + held.patientId(),
                        "\"performer\": [{\"reference\": \"RelatedPerson/mother"));

        assertRefused(ehr, ofAnother, "Consent.performer[0]");
        assertRefused(site.ehrUnder(WITHOUT_PCF), ofAnother, "Consent.performer[0]");
    }

    @Test
    @Tag("FC-06")
    void shouldRefuseWhenThePolicyDeniesEverythingAndTheProvisionPermits() {
        assertRefused(
                ehr,
                Consents.changed(consent, text -> text.replace("Policy-basic-normal", "Policy-deny")),
                "Consent.policy[0].uri");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            dateTime | "dateTime": "2026-01-05T09:30:00+01:00", | '' | Consent.dateTime
            performer | "performer": [{"reference": "Patient/PATIENT"}], | '' | Consent.performer
            source | "sourceAttachment": {"title": "signed form", "data": "c2lnbmVk"}, | '' | Consent.source[x]
            verification | "status": "active" | "verification": [{"verified": true}], "status": "active" | Consent.verification
            """)
    @Tag("PCF-108-08")
    void shouldAskForTheFormOfPcfOnlyWhereThatIsConfigured(String what, String right, String wrong, String path) {
        String changed =
                Consents.changed(consent, text -> text.replace(right.replace("PATIENT", held.patientId()), wrong));
        TestClient lenient = site.ehrUnder(WITHOUT_PCF);

        assertRefused(ehr, changed, path);
        TestClient.Answer taken = lenient.post("/Consent", changed);
        assertThat(taken.status()).as(taken.body()).isEqualTo(201);
        assertThat(lenient.get("/Consent?_id=" + taken.id() + "&_revinclude=Provenance:target")
                        .body())
                .contains("Patient/" + held.patientId());
    }

    @Test
    @Tag("PCF-108-08")
    void shouldStillRefuseWhatCannotBeDecidedOnWherePcfIsNotAskedFor() {
        TestClient lenient = site.ehrUnder(WITHOUT_PCF);

        assertRefused(
                lenient,
                Consents.changed(
                        consent, text -> text.replace("\"code\": \"patient-privacy\"", "\"code\": \"research\"")),
                "Consent.scope");
        assertRefused(
                lenient,
                Consents.changed(
                        consent,
                        text -> text.replace(
                                "\"type\": \"permit\"", "\"action\": [{\"text\": \"x\"}], \"type\": \"permit\"")),
                "Consent.provision.action");
        assertThat(lenient.get("/metadata").body()).doesNotContain("Consents need the form of IHE PCF");
        assertThat(ehr.get("/metadata").body()).contains("Consents need the form of IHE PCF");
    }

    @Test
    @Tag("FC-02")
    void shouldCompileToTheSameTermsWhenOrganizationAndStudyAreNamedByIdentifierAlone() {
        // Given
        String study = ehr.get("/ImagingStudy?identifier=" + held.uid())
                .json()
                .path("entry")
                .path(0)
                .path("resource")
                .path("id")
                .asText();
        String literal = Consents.changed(
                consent,
                text -> text.replace(
                        "\"reference\": {\"identifier\": {\"system\": \"urn:dicom:uid\", \"value\": \"urn:oid:"
                                + held.uid() + "\"}}",
                        "\"reference\": {\"reference\": \"ImagingStudy/" + study + "\"}"));
        String logical = Consents.changed(
                consent,
                text -> text.replace(
                        "\"reference\": {\"reference\": \"Organization/" + ReservedIds.member(site.south()) + "\"}",
                        "\"reference\": {\"identifier\": {\"system\": \"" + Members.SYSTEM + "\", \"value\": \""
                                + site.south().toHex() + "\"}}"));

        // When
        Rule byReference = recorded(literal);
        Rule byIdentifier = recorded(logical);

        // Then
        assertThat(byIdentifier).isEqualTo(byReference);
        assertThat(byIdentifier.data().studies()).containsExactly(held.uid());
        assertThat(site.registrar().submissions().getLast().recipients()).containsExactly(site.south());
    }

    private Rule recorded(String body) {
        TestClient.Answer created = ehr.post("/Consent", body);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        ConsentTerms terms = site.registrar().submissions().getLast().terms();
        return terms.root();
    }

    private void assertRefused(TestClient client, String body, String path) {
        int before = site.registrar().submissions().size();

        TestClient.Answer answer = client.post("/Consent", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        List<JsonNode> issues = List.copyOf(answer.json().findParents("expression"));
        assertThat(issues)
                .anySatisfy(issue ->
                        assertThat(issue.path("expression").path(0).asText()).isEqualTo(path));
        assertThat(site.registrar().submissions()).hasSize(before);
    }
}
