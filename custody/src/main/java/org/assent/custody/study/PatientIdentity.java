package org.assent.custody.study;

/**
 * Who a study says its patient is: always with the issuer, since two hospitals use the same number.
 *
 * @param issuer IssuerOfPatientID (0010,0021), or the site's own default issuer when the study names none
 * @param patientId PatientID (0010,0020), trimmed, possibly empty
 * @param name PatientName (0010,0010) in DICOM form, possibly empty
 * @param birthDate PatientBirthDate (0010,0030) as {@code yyyyMMdd}, possibly empty
 * @param sex PatientSex (0010,0040): M, F, O or empty
 */
public record PatientIdentity(String issuer, String patientId, String name, String birthDate, String sex) {}
