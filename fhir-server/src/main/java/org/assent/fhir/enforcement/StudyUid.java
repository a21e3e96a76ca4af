package org.assent.fhir.enforcement;

import java.util.Optional;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;

/** StudyInstanceUIDs as FHIR writes them (R4 imagingstudy.html, notes on identifiers). */
public final class StudyUid {

    /** System of DICOM UIDs as identifiers. */
    public static final String SYSTEM = "urn:dicom:uid";

    /** What comes before the UID in the value. */
    public static final String PREFIX = "urn:oid:";

    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)*");
    private static final int MOST_CHARACTERS = 64;

    private StudyUid() {}

    /** The identifier of the study with this UID. */
    public static Identifier identifier(String uid) {
        return new Identifier().setSystem(SYSTEM).setValue(PREFIX + uid);
    }

    /** Query condition: the study with this UID. */
    public static String query(String uid) {
        return "identifier=" + SYSTEM + "%7C" + PREFIX + uid;
    }

    /** The UID of a study, empty if it names none. */
    public static Optional<String> of(ImagingStudy study) {
        return study.getIdentifier().stream()
                .filter(identifier -> SYSTEM.equals(identifier.getSystem()))
                .flatMap(identifier -> read(identifier.getValue()).stream())
                .findFirst();
    }

    /** Reads {@code urn:oid:1.2.3} or {@code 1.2.3} (PS3.5 §9.1: at most 64 characters). */
    public static Optional<String> read(String value) {
        String uid = value.startsWith(PREFIX) ? value.substring(PREFIX.length()) : value;
        return uid.length() <= MOST_CHARACTERS && UID.matcher(uid).matches() ? Optional.of(uid) : Optional.empty();
    }
}
