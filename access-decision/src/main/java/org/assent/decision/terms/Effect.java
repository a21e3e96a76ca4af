package org.assent.decision.terms;

/** What a rule does (FHIR R4 consent-provision-type). */
public enum Effect {
    DENY,
    PERMIT
}
