package org.assent.fhir.patient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assent.authorization.principal.Role;
import org.assent.custody.study.PatientIdentity;
import org.assent.fhir.testing.TestClient;
import org.assent.fhir.testing.TestSite;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Patients of studies and of the EHR: one for each identity, never two merged. */
class PatientTest {

    private final TestSite site = TestSite.get();

    @Test
    void shouldMakeOnePatientWhenManyAskForOneIdentityAtOnce() throws Exception {
        PatientIdentity identity = TestSite.identity();
        Set<String> ids = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Future<String>> asked = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                asked.add(threads.submit(() -> site.record().patient(identity)));
            }
            for (Future<String> one : asked) {
                ids.add(one.get());
            }
        }
        assertThat(ids).hasSize(1);
    }

    @Test
    @Tag("TH-12")
    void shouldKeepPatientsApartWhenIssuersDiffer() {
        PatientIdentity north = TestSite.identity();
        PatientIdentity east =
                new PatientIdentity("EAST", north.patientId(), north.name(), north.birthDate(), north.sex());

        assertThat(site.record().patient(north)).isNotEqualTo(site.record().patient(east));
    }

    @Test
    void shouldTakeTheEhrsPatientWhenItHasTheIdentity() {
        PatientIdentity identity = TestSite.identity();
        String patient =
                "{\"resourceType\":\"Patient\",\"identifier\":[{\"system\":\"urn:assent:issuer:NORTH\",\"value\":\""
                        + identity.patientId() + "\"}],\"name\":[{\"family\":\"Known\"}]}";
        TestClient ehr = site.as(Role.EHR);
        String condition = "identifier=urn:assent:issuer:NORTH|" + identity.patientId();
        TestClient.Answer created = ehr.post("/Patient", patient, "If-None-Exist", condition);
        assertThat(created.status()).as(created.body()).isEqualTo(201);

        assertThat(site.record().patient(identity)).isEqualTo(created.id());
        TestClient.Answer again = ehr.post("/Patient", patient, "If-None-Exist", condition);
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.id()).isEqualTo(created.id());
        assertThat(ehr.post("/Patient", patient, "If-None-Exist", "name=Known").status())
                .isEqualTo(400);
    }

    @Test
    void shouldMapDicomNamesAndDates() {
        Patient patient = PatientMapping.patient(
                new PatientIdentity("1.2.3", "4711", "Yamada^Tarou^M^Dr.^MD=山田^太郎", "19561112", "F"));

        HumanName name = patient.getNameFirstRep();
        assertThat(name.getFamily()).isEqualTo("Yamada");
        assertThat(name.getGivenAsSingleString()).isEqualTo("Tarou M");
        assertThat(name.getPrefixAsSingleString()).isEqualTo("Dr.");
        assertThat(name.getSuffixAsSingleString()).isEqualTo("MD");
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1956-11-12");
        assertThat(patient.getIdentifierFirstRep().getSystem()).isEqualTo("urn:oid:1.2.3");
        assertThat(PatientMapping.patient(new PatientIdentity("X", "1", "", "unknown", ""))
                        .hasBirthDate())
                .isFalse();
    }
}
