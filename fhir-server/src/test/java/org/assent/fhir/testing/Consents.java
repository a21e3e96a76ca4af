package org.assent.fhir.testing;

import java.util.function.UnaryOperator;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.ledger.identity.OrganizationId;

/** Consents as an EHR would send them. */
public final class Consents {

    private Consents() {}

    /** One organization may see one study for treatment until the end of 2036. */
    public static String permit(TestSite.Held held, OrganizationId custodian, OrganizationId recipient) {
        return """
                {"resourceType": "Consent", "status": "active",
                 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
                 "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
                 "patient": {"reference": "Patient/PATIENT"}, "dateTime": "2026-01-05T09:30:00+01:00",
                 "performer": [{"reference": "Patient/PATIENT"}], "organization": [{"reference": "Organization/CUSTODIAN"}],
                 "sourceAttachment": {"title": "signed form", "data": "c2lnbmVk"},
                 "policy": [{"uri": "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal"}],
                 "provision": {"type": "permit", "period": {"start": "2026-01-01", "end": "2036-12-31"},
                  "actor": [{"role": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
                             "reference": {"reference": "Organization/RECIPIENT"}}],
                  "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}],
                  "data": [{"meaning": "instance", "reference": {"identifier": {"system": "urn:dicom:uid", "value": "urn:oid:STUDY"}}}]}}
                """.replace("PATIENT", held.patientId())
                .replace("CUSTODIAN", ReservedIds.member(custodian))
                .replace("RECIPIENT", ReservedIds.member(recipient))
                .replace("STUDY", held.uid());
    }

    /** The same with a change of its text. */
    public static String changed(String consent, UnaryOperator<String> change) {
        String changed = change.apply(consent);
        if (changed.equals(consent)) {
            throw new IllegalArgumentException("the change changed nothing");
        }
        return changed;
    }
}
