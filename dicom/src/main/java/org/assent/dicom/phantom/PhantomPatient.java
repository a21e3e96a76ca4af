package org.assent.dicom.phantom;

import java.time.LocalDate;
import org.assent.dicom.PersonName;

/**
 * The made-up patient of a phantom study.
 *
 * @param name the name
 * @param id Patient ID (0010,0020), at most 64 characters
 * @param issuer Issuer of Patient ID (0010,0021), empty for none
 * @param birthDate the birth date
 * @param sex {@code M}, {@code F}, {@code O} or empty
 */
public record PhantomPatient(PersonName name, String id, String issuer, LocalDate birthDate, String sex) {
    /** Checks the sex. */
    public PhantomPatient {
        if (!sex.matches("[MFO]?")) {
            throw new IllegalArgumentException("sex is M, F, O or empty");
        }
    }

    @Override
    public String toString() {
        return "PhantomPatient";
    }
}
