package org.assent.site.configuration;

import org.assent.fhir.consent.ConsentRules;
import org.jspecify.annotations.Nullable;

/**
 * What this site asks of whoever records Consents.
 *
 * @param requireIfMatch whether new terms of an open Consent need If-Match; false if left out
 * @param validatePcf whether a Consent needs the form of IHE PCF; true if left out
 */
public record ConsentSettings(
        @Nullable Boolean requireIfMatch, @Nullable Boolean validatePcf) {

    /** What holds where nothing is written. */
    static final ConsentSettings NONE = new ConsentSettings(null, null);

    /** As the FHIR server is told. */
    public ConsentRules rules() {
        return new ConsentRules(
                requireIfMatch == null ? ConsentRules.DEFAULT.requireIfMatch() : requireIfMatch,
                validatePcf == null ? ConsentRules.DEFAULT.validatePcf() : validatePcf);
    }
}
