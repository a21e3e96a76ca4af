package org.assent.fhir.consent;

/**
 * What a site asks of whoever records Consents; configuration. Neither is ever asked of what ends a Consent.
 *
 * @param requireIfMatch whether new terms of an open Consent need {@code If-Match}; it is honoured whenever it is sent
 * @param validatePcf whether a Consent needs all that IHE PCF asks of its form (PCF 2:3.108.4.1.3), or what the decision needs
 *     alone
 */
public record ConsentRules(boolean requireIfMatch, boolean validatePcf) {

    /** Of a site that configures nothing. */
    public static final ConsentRules DEFAULT = new ConsentRules(false, true);
}
