package org.assent.fhir.consent;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The codes that IHE PCF fixes (PCF 3:5.8). */
final class CodedIn {

    static final String SCOPE_SYSTEM = "http://terminology.hl7.org/CodeSystem/consentscope";
    static final String PATIENT_PRIVACY = "patient-privacy";
    static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    static final String INFORMATION_RECIPIENT = "IRCP";

    private CodedIn() {}

    /** Whether one of its codings is this one. */
    static boolean has(CodeableConcept concept, String system, String code) {
        List<Coding> codings = concept.getCoding();
        return codings.stream().anyMatch(c -> system.equals(c.getSystem()) && code.equals(c.getCode()));
    }
}
