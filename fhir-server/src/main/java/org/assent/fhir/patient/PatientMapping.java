package org.assent.fhir.patient;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.assent.custody.study.PatientIdentity;
import org.assent.fhir.imagingstudy.DicomTimes;
import org.assent.ledger.bytes.Hash;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;

/** A DICOM Patient module as a FHIR Patient (R4 patient-mappings, PS3.3 C.7.1.1). Pure. */
public final class PatientMapping {

    private static final Pattern OID = Pattern.compile("[0-2](\\.[0-9]+)+");
    private static final Pattern URI = Pattern.compile("(urn:|https?://)\\S+");
    private static final String ISSUER = "urn:assent:issuer:";
    private static final String MEDICAL_RECORD = "MR";
    private static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
    private static final int MOST_GIVEN_NAMES = 3;

    private PatientMapping() {}

    /** The Patient. */
    public static Patient patient(PatientIdentity identity) {
        Patient patient = new Patient();
        patient.addIdentifier(identifier(identity));
        if (!identity.name().isEmpty()) {
            patient.addName(name(identity.name()));
        }
        DicomTimes.date(identity.birthDate())
                .ifPresent(date -> patient.setBirthDateElement(new DateType(date.toString())));
        switch (identity.sex()) {
            case "M" -> patient.setGender(AdministrativeGender.MALE);
            case "F" -> patient.setGender(AdministrativeGender.FEMALE);
            case "O" -> patient.setGender(AdministrativeGender.OTHER);
            default -> patient.setGender(AdministrativeGender.UNKNOWN);
        }
        return patient;
    }

    /**
     * What makes the identity one: issuer and PatientID. A study without PatientID names its patient by everything else
     * that it says, so that two such patients are never taken for one.
     */
    public static Identifier identifier(PatientIdentity identity) {
        if (identity.patientId().isEmpty()) {
            String all = String.join("\n", identity.issuer(), identity.name(), identity.birthDate(), identity.sex());
            return new Identifier()
                    .setSystem(system(identity.issuer()) + ":without-patient-id")
                    .setValue(Hash.sha256(all.getBytes(StandardCharsets.UTF_8)).toHex());
        }
        Identifier identifier =
                new Identifier().setSystem(system(identity.issuer())).setValue(identity.patientId());
        identifier.getType().addCoding().setSystem(IDENTIFIER_TYPE).setCode(MEDICAL_RECORD);
        return identifier;
    }

    /** The issuer as a FHIR system: an OID as urn:oid, a URI as it is, anything else below {@code urn:assent:issuer}. */
    static String system(String issuer) {
        if (OID.matcher(issuer).matches()) {
            return "urn:oid:" + issuer;
        }
        if (URI.matcher(issuer).matches()) {
            return issuer;
        }
        return ISSUER + URLEncoder.encode(issuer, StandardCharsets.UTF_8);
    }

    /** PN value: family^given^middle^prefix^suffix, the alphabetic group (PS3.5 §6.2). */
    static HumanName name(String personName) {
        String alphabetic = personName.split("=", 2)[0];
        String[] parts = alphabetic.split("\\^", -1);
        HumanName name = new HumanName();
        if (!part(parts, 0).isEmpty()) {
            name.setFamily(part(parts, 0));
        }
        for (int i = 1; i < MOST_GIVEN_NAMES; i++) {
            if (!part(parts, i).isEmpty()) {
                name.addGiven(part(parts, i));
            }
        }
        if (!part(parts, 3).isEmpty()) {
            name.addPrefix(part(parts, 3));
        }
        if (!part(parts, 4).isEmpty()) {
            name.addSuffix(part(parts, 4));
        }
        if (name.isEmpty()) {
            name.setText(alphabetic.isBlank() ? personName : alphabetic);
        }
        return name;
    }

    private static String part(String[] parts, int i) {
        return i < parts.length ? parts[i].strip() : "";
    }
}
