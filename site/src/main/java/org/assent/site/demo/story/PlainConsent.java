package org.assent.site.demo.story;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * The Consent that an EHR sends: IHE PCF Intermediate, data by id; one organization may see one study for treatment until
 * a date. It knows nothing of a ledger.
 */
public final class PlainConsent {

    private PlainConsent() {}

    /**
     * The resource, JSON.
     *
     * @param patient reference of the Patient, who is also the performer
     * @param custodian reference of the Organization that holds the study
     * @param recipient reference of the Organization that may see it
     * @param studyInstanceUid which study
     */
    public static String json(String patient, String custodian, String recipient, String studyInstanceUid) {
        return template()
                .replace("${patient}", patient)
                .replace("${custodian}", custodian)
                .replace("${recipient}", recipient)
                .replace("${study}", studyInstanceUid)
                .replace(
                        "${end}",
                        LocalDate.now(java.time.ZoneOffset.UTC).plusYears(1).toString());
    }

    private static String template() {
        try (InputStream in = PlainConsent.class.getResourceAsStream("consent.json")) {
            if (in == null) {
                throw new IllegalStateException("consent.json is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
