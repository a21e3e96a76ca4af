package org.assent.fhir.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assent.authorization.principal.Role;
import org.assent.custody.consent.ConsentSubmission;
import org.assent.custody.share.SharedStudy;
import org.assent.decision.terms.ConsentTerms;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.fhir.ledger.LedgerAnchor;
import org.assent.fhir.testing.Consents;
import org.assent.fhir.testing.FakePeers;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.junit.jupiter.api.Test;

/** A share package from the source's outbox to the recipient's store: here this site plays both. */
class ShareTest {

    /** How the extension of a shared Consent begins. */
    private static final String STANDING = "{\"url\":\"urn:assent:fhir:StructureDefinition:consent-standing\"";

    private final TestSite site = TestSite.get();
    private final OrganizationId source = site.south();

    @Test
    void shouldDeliverKeepShowAndForgetTheStudyWhenConsentOpensIt() {
        // Given a consent of this site, delivered to South
        TestSite.Held held = site.held();
        String body = sentPackage(held, site.own());
        assertThat(body).doesNotContain("urn:assent:visible");
        TestClient clinician = site.as(Role.CLINICIAN);

        // When South is the source and sends it here
        String received = body.replace(site.own().toHex(), source.toHex());
        TestClient.Answer kept = site.asOrganization(source).post("/$receive-share", received);

        // Then there are two: the study held here and the one shared by South, of a patient of its own
        assertThat(kept.status()).as(kept.body()).isEqualTo(200);
        TestClient.Answer found =
                clinician.get("/ImagingStudy?identifier=" + held.uid() + "&_include=ImagingStudy:patient");
        assertThat(found.total()).as(found.body()).isEqualTo(2);
        assertThat(found.body()).contains("shared-").contains("Patient/" + held.patientId());
        TestClient.Answer again = site.asOrganization(source).post("/$receive-share", received);
        assertThat(again.status()).isEqualTo(200);
        assertThat(clinician.get("/ImagingStudy?identifier=" + held.uid()).total())
                .isEqualTo(2);

        // And it is gone when it is no longer shared
        site.shares().unshare(held.uid());
        assertThat(clinician.get("/ImagingStudy?identifier=" + held.uid()).total())
                .isEqualTo(1);
        site.record()
                .studyUnshared(
                        held.uid(), source, site.shares().accepted().getLast().consentResource());
        site.decisions().share(held.uid(), source);
        assertThat(clinician.get("/ImagingStudy?identifier=" + held.uid()).total())
                .isEqualTo(1);
        site.decisions().unshare(held.uid());
    }

    @Test
    void shouldKeepNothingWhenPackageIsNotTheSourcesOwn() {
        TestSite.Held held = site.held();
        String body = sentPackage(held, site.own());
        int before = site.shares().accepted().size();

        for (String wrong : List.of(
                body, // the opening names another source than the connection
                body.replace(site.own().toHex(), source.toHex()).replace("2036-12-31", "2037-12-31"),
                "{\"resourceType\":\"Bundle\",\"type\":\"collection\"}",
                body.replace(site.own().toHex(), source.toHex()).replace("\"studySalt\"", "\"studyPepper\""))) {
            TestClient.Answer answer = site.asOrganization(source).post("/$receive-share", wrong);
            assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        }
        assertThat(site.shares().accepted()).hasSize(before);
        assertThat(site.as(Role.EHR).post("/$receive-share", body).status()).isIn(403, 404);
    }

    @Test
    void shouldKeepNothingWhenOpeningDoesNotFitTheLedger() {
        TestSite.Held held = site.held();
        String body = sentPackage(held, site.own()).replace(site.own().toHex(), source.toHex());
        site.shares().fits(false);
        try {
            assertThat(site.asOrganization(source).post("/$receive-share", body).status())
                    .isEqualTo(409);
        } finally {
            site.shares().fits(true);
        }
        assertThat(site.as(Role.CLINICIAN)
                        .get("/ImagingStudy?identifier=" + held.uid())
                        .total())
                .isEqualTo(1);
    }

    @Test
    void shouldShowAndForgetEachSourcesOwnWhenTwoShareOneUid() {
        // Given a study that South shares, and then East under the same UID
        TestSite.Held held = site.held();
        String body = sentPackage(held, site.own());
        List<OrganizationId> sources = List.of(source, site.east());
        for (OrganizationId from : sources) {
            assertThat(site.asOrganization(from)
                            .post("/$receive-share", body.replace(site.own().toHex(), from.toHex()))
                            .status())
                    .isEqualTo(200);
        }
        String consent = site.shares().accepted().getLast().consentResource();
        String ofSouth = "/ImagingStudy/" + ReservedIds.shared(source, "ImagingStudy", held.uid());
        String ofEast = "/ImagingStudy/" + ReservedIds.shared(site.east(), "ImagingStudy", held.uid());
        String patientOfSouth = "/Patient/" + ReservedIds.shared(source, "Patient", held.patientId());
        String patientOfEast = "/Patient/" + ReservedIds.shared(site.east(), "Patient", held.patientId());
        String search = "/ImagingStudy?identifier=" + held.uid();
        TestClient clinician = site.as(Role.CLINICIAN);

        // Then only South's is shown
        assertThat(clinician.get(search).total()).isEqualTo(2);
        assertThat(statuses(clinician, ofSouth, patientOfSouth)).containsOnly(200);
        assertThat(statuses(clinician, ofEast, patientOfEast)).containsOnly(404);

        // When South no longer shares it
        site.shares().unshare(held.uid(), source);
        site.record().studyUnshared(held.uid(), source, consent);

        // Then East's is shown, and South's is gone even if somebody permitted it
        assertThat(clinician.get(search).total()).isEqualTo(2);
        assertThat(statuses(clinician, ofEast, patientOfEast)).containsOnly(200);
        site.decisions().share(held.uid(), source);
        assertThat(statuses(clinician, ofSouth, patientOfSouth)).containsOnly(404);
        assertThat(clinician.get(search).total()).isEqualTo(1);
        site.shares().unshare(held.uid());
        site.record().studyUnshared(held.uid(), site.east(), consent);
    }

    @Test
    void shouldKeepOnlyWhatWasCheckedWhenSourceAddsMore() {
        TestSite.Held held = site.held();
        String received = Consents.changed(
                sentPackage(held, site.own()).replace(site.own().toHex(), source.toHex()), body -> body.replace(
                                "\"valueString\":\"test-chain\"",
                                "\"extension\":[{\"url\":\"urn:planted\",\"valueString\":\"planted\"}]")
                        .replace(
                                STANDING,
                                "{\"url\":\"" + LedgerAnchor.URL + "\",\"valueString\":\"planted\"}," + STANDING));

        assertThat(site.asOrganization(source).post("/$receive-share", received).status())
                .isEqualTo(200);

        TestClient clinician = site.as(Role.CLINICIAN);
        String study = clinician
                .get("/ImagingStudy/" + ReservedIds.shared(source, "ImagingStudy", held.uid()))
                .body();
        String consentId = site.shares().accepted().getLast().consentResource();
        String consent = clinician
                .get("/Consent/" + ReservedIds.shared(source, "Consent", consentId))
                .body();
        assertThat(study)
                .contains(LedgerAnchor.URL, "00".repeat(32), "shared-")
                .doesNotContain("planted")
                .doesNotContain("txHash");
        assertThat(consent).contains("shared-").doesNotContain("planted");
        site.shares().unshare(held.uid());
        site.record().studyUnshared(held.uid(), source, consentId);
    }

    private static List<Integer> statuses(TestClient client, String... paths) {
        return Stream.of(paths).map(path -> client.get(path).status()).toList();
    }

    @Test
    void shouldForgetTheStudyWhenItsSourceWithdrawsItAndTakeNoOlderPackage() {
        // Given a study that South has shared with this site
        TestSite.Held held = site.held();
        String received = sentPackage(held, site.own()).replace(site.own().toHex(), source.toHex());
        TestClient south = site.asOrganization(source);
        assertThat(south.post("/$receive-share", received).status()).isEqualTo(200);
        SharedStudy share = site.shares().accepted().getLast();
        TestClient clinician = site.as(Role.CLINICIAN);
        assertThat(clinician.get("/ImagingStudy?identifier=" + held.uid()).total())
                .isEqualTo(2);
        String consent = "/Consent/" + ReservedIds.shared(source, "Consent", share.consentResource());
        assertThat(clinician.get(consent).status()).isEqualTo(200);
        site.shares().forgetting(gone -> site.record()
                .studyUnshared(gone.study().studyInstanceUid(), gone.source(), gone.consentResource()));

        // When the consent opens nothing at the source any more, which sends the withdrawal
        site.shares().end(site.south(), share.consentResource());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> site.peers().calls().stream().anyMatch(ShareTest::isWithdrawal));
        FakePeers.Call sent = site.peers().calls().stream()
                .filter(ShareTest::isWithdrawal)
                .findFirst()
                .orElseThrow();
        assertThat(text(sent)).contains(held.uid()).doesNotContain("terms", "Salt", share.consentResource());
        await().until(() -> site.shares().offered().stream()
                .noneMatch(offered -> offered.studyInstanceUid().equals(held.uid())));

        // Then nobody but the source ends the share
        TestClient.Answer foreign = site.asOrganization(site.own()).post("/$withdraw-share", text(sent));
        assertThat(foreign.status()).as(foreign.body()).isEqualTo(200); // nothing of its own was here
        assertThat(clinician.get("/ImagingStudy?identifier=" + held.uid()).total())
                .isEqualTo(2);
        assertThat(site.as(Role.EHR).post("/$withdraw-share", text(sent)).status())
                .isIn(403, 404);
        for (String wrong : List.of(
                "{\"resourceType\":\"Parameters\"}",
                text(sent).replace("\"revision\"", "\"version\""),
                text(sent).replace(share.consent().toHex(), "c1"))) {
            assertThat(south.post("/$withdraw-share", wrong).status()).isEqualTo(422);
        }

        // And the source does, once and again, whereupon search and read know it no longer
        for (int i = 0; i < 2; i++) {
            TestClient.Answer withdrawn = south.post("/$withdraw-share", text(sent));
            assertThat(withdrawn.status()).as(withdrawn.body()).isEqualTo(200);
            site.decisions().share(held.uid(), source); // even if the decision would open it
            assertThat(clinician.get("/ImagingStudy?identifier=" + held.uid()).total())
                    .isEqualTo(1);
            assertThat(clinician.get(consent).status()).isEqualTo(404);
            site.decisions().unshare(held.uid());
        }

        // And what was sent before is not taken after it
        TestClient.Answer late = south.post("/$receive-share", received);
        assertThat(late.status()).as(late.body()).isEqualTo(409);
        assertThat(site.shares().accepted()).doesNotContain(share);
    }

    @Test
    void shouldForgetAPatientWhomTheAccessHistoryNames() {
        // Given a Consent of South's patient that a clinician has read, which the access history shows
        TestSite.Held held = site.held();
        String received = sentPackage(held, site.own()).replace(site.own().toHex(), source.toHex());
        assertThat(site.asOrganization(source).post("/$receive-share", received).status())
                .isEqualTo(200);
        String consentId = site.shares().accepted().getLast().consentResource();
        String consent = "Consent/" + ReservedIds.shared(source, "Consent", consentId);
        String patient = "Patient/" + ReservedIds.shared(source, "Patient", held.patientId());
        TestClient clinician = site.as(Role.CLINICIAN);
        assertThat(clinician.get("/" + consent).status()).isEqualTo(200);
        TestClient officer = site.as(Role.PRIVACY_OFFICER);
        String newest = "/AuditEvent?_count=200&_sort=-_lastUpdated";
        await().atMost(Duration.ofSeconds(60))
                .until(() -> officer.get(newest).body().contains(consent));

        // When South ends the share
        site.shares().unshare(held.uid());
        site.record().studyUnshared(held.uid(), source, consentId);

        // Then patient and Consent are gone, the history stays, and it names the patient by identifier
        site.decisions().share(held.uid(), source);
        assertThat(statuses(clinician, "/" + consent, "/" + patient)).containsOnly(404);
        site.decisions().unshare(held.uid());
        assertThat(officer.get(newest).body())
                .contains(consent)
                .contains(held.study().patient().patientId())
                .doesNotContain("\"reference\":\"" + patient);
    }

    @Test
    void shouldDeliverOthersMeanwhileWhenAConsentCannotBeRead() {
        // Given a delivery of a Consent that is not stored
        SharedStudy nowhere = shared(
                site.own(),
                site.held(),
                "consent-not-stored",
                site.registrar().submissions().getLast().terms());
        long id = site.shares().open(site.south(), nowhere);

        // When deliveries are made, it fails, which puts it off
        await().atMost(Duration.ofSeconds(30))
                .until(() -> site.shares().failedIds().contains(id));

        // Then it is done once the ledger opens nothing by it any more
        site.shares().end(site.south(), nowhere.consentResource());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> site.shares().deliveredIds().contains(id));
    }

    private static boolean isWithdrawal(FakePeers.Call call) {
        return call.request().path().equals("/fhir/r4/$withdraw-share");
    }

    private String sentPackage(TestSite.Held held, OrganizationId from) {
        TestClient.Answer created = site.as(Role.EHR).post("/Consent", Consents.permit(held, site.own(), site.south()));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        ConsentSubmission submission = site.registrar().submissions().stream()
                .filter(s -> s.consentResourceId().equals(created.id()))
                .findFirst()
                .orElseThrow();
        site.shares().open(site.south(), shared(from, held, created.id(), submission.terms()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> site.peers().calls().stream().anyMatch(call -> isAbout(call, created.id())));
        FakePeers.Call call = site.peers().calls().stream()
                .filter(c -> isAbout(c, created.id()))
                .findFirst()
                .orElseThrow();
        assertThat(call.to()).isEqualTo(site.south());
        assertThat(call.request().path()).isEqualTo("/fhir/r4/$receive-share");
        return text(call);
    }

    private static SharedStudy shared(OrganizationId from, TestSite.Held held, String consent, ConsentTerms terms) {
        return new SharedStudy(
                from,
                new SubjectId(Bytes32.of(new byte[32])),
                ConsentId.of(new byte[16]),
                1,
                Bytes32.of(new byte[32]),
                terms,
                consent,
                new StudyRef(Bytes32.of(new byte[32])),
                Bytes32.of(new byte[32]),
                Bytes32.of(new byte[32]),
                held.study());
    }

    private static boolean isAbout(FakePeers.Call call, String consent) {
        return text(call).contains(consent);
    }

    private static String text(FakePeers.Call call) {
        return new String(call.request().body().toByteArray(), StandardCharsets.UTF_8);
    }
}
