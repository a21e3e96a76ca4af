package org.assent.fhir.audit;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/** The codes of IHE BALP and DICOM audit messages (BALP 3:5.7, PS3.16). */
final class AuditCodes {

    static final String BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";
    static final Coding REST = coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest");
    static final Coding AUTHZ_CONSENT =
            coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType", "AuthZ-Consent");
    static final Coding SECURITY_ALERT = dcm("110113");
    static final Coding REQUEST_ID =
            coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId");
    static final Coding CONSENT = coding("http://hl7.org/fhir/resource-types", "Consent");
    static final Coding PERSON = coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", "1");
    static final Coding SYSTEM_OBJECT = coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", "2");
    static final Coding ROLE_PATIENT = role("1");
    static final Coding ROLE_DOMAIN_RESOURCE = role("4");
    static final Coding ROLE_QUERY = role("24");
    static final Coding WEB_SERVER = coding("http://terminology.hl7.org/CodeSystem/security-source-type", "3");

    private AuditCodes() {}

    /** A code of DICOM's ontology. */
    static Coding dcm(String code) {
        return coding("http://dicom.nema.org/resources/ontology/DCM", code);
    }

    /** A FHIR interaction. */
    static Coding interaction(String code) {
        return coding("http://hl7.org/fhir/restful-interaction", code);
    }

    /** An agent's type. */
    static CodeableConcept agent(String system, String code) {
        return new CodeableConcept().addCoding(coding(system, code));
    }

    /** An agent that is one end of the transfer. */
    static CodeableConcept end(String dcmCode) {
        return new CodeableConcept().addCoding(dcm(dcmCode));
    }

    static Coding coding(String system, String code) {
        return new Coding().setSystem(system).setCode(code);
    }

    private static Coding role(String code) {
        return coding("http://terminology.hl7.org/CodeSystem/object-role", code);
    }
}
