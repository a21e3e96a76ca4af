package org.assent.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What sites and nodes have logged of everything that a patient's data went through, well-formed and not. */
@Tag("story")
@ExtendWith(RunningSites.class)
class LogsTest {

    private static final String PATIENT = "LOGCANARY-7719";
    private static final String FHIR = "/fhir/r4/";

    @Test
    @Tag("TH-13")
    void shouldNameNobodyAndHoldNoTokenWhenEverythingWasAsked(FourSites sites) throws IOException {
        // Given a study that was stored, permitted, seen elsewhere and searched for by all that it is known by
        Permission permission = Permission.prepare(sites.north(), sites.south(), PATIENT, 7719);
        FhirRecords records = new FhirRecords(sites.north());
        assertThat(permission.grant().statusCode()).isEqualTo(201);
        permission.awaitOpenAtSouth();
        Study study = permission.study();
        for (Hospital hospital : List.of(sites.north(), sites.south(), sites.west())) {
            for (String query : List.of(
                    "/dicomweb/studies?PatientID=" + PATIENT,
                    "/dicomweb/studies?PatientName=Phantom%5E" + PATIENT,
                    "/dicomweb/studies/" + study.uid() + "/metadata",
                    "/dicomweb/studies?StudyDate=" + PATIENT,
                    FHIR + "ImagingStudy?identifier=urn:dicom:uid%7Curn:oid:" + study.uid(),
                    FHIR + "Patient?identifier=" + PATIENT,
                    FHIR + "Patient?" + PATIENT + "=" + PATIENT,
                    FHIR + PATIENT + "/" + PATIENT,
                    "/" + PATIENT + "?access_token=" + hospital.token("clinician"))) {
                hospital.as("clinician").get(query);
            }
        }

        // And things that are refused for what they say
        sites.north()
                .as("ehr")
                .contentType(FhirRecords.FHIR_JSON)
                .body("{\"resourceType\":\"Consent\",\"status\":\"" + PATIENT + "\"}")
                .post(FHIR + "Consent");
        sites.north()
                .as("modality")
                .contentType(Study.MULTIPART)
                .body(Study.multipart(List.of(PATIENT.getBytes(StandardCharsets.US_ASCII))))
                .post("/dicomweb/studies");
        sites.north()
                .anonymous()
                .header("Authorization", "Basic " + PATIENT)
                .formParam("grant_type", PATIENT)
                .post("/auth/token");
        assertThat(records.availableStudy(study)).isNotEmpty();

        // Then no log of any site or node, nor the launcher's, says any of it
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("patient", PATIENT);
        secrets.put("study", study.uid());
        secrets.put("instance", study.instances().getFirst());
        for (Hospital hospital : List.of(sites.north(), sites.south(), sites.west())) {
            secrets.put("token of " + hospital.name(), signature(hospital.token("clinician")));
        }
        secrets.put("token of the EHR", signature(sites.north().token("ehr")));
        List<Path> logs = logs(sites.home());
        assertThat(logs).hasSizeGreaterThanOrEqualTo(12);
        List<String> found = new ArrayList<>();
        for (Path log : logs) {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            secrets.forEach((what, secret) -> {
                if (text.contains(secret)) {
                    found.add(what + " in " + sites.home().relativize(log));
                }
            });
        }
        assertThat(found).isEmpty();
    }

    /** The part of a token that nobody can guess. */
    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private static List<Path> logs(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> requireNonNull(file.getParent()).endsWith("log")
                            || file.getFileName().toString().startsWith("node.log"))
                    .toList();
        }
    }
}
