package org.assent.fhir.jpa;

import java.util.Set;

/**
 * Which part of the server stores a resource, and so which types it may store. The storage refuses everything else, from
 * whatever door it comes.
 */
public enum Writer {
    /** What an EHR writes as it is. */
    EHR("Patient", "Practitioner", "Organization", "DocumentReference"),
    /** What a transaction of the ledger has made true. */
    LEDGER("Consent", "Provenance", "Organization"),
    /** Studies held here and whom they are of. */
    REGISTRATION("Patient", "ImagingStudy", "Provenance", "Endpoint"),
    /** What other sites share with this one. */
    SHARE("Patient", "ImagingStudy", "Consent"),
    /** The access log, rendered. */
    AUDIT("AuditEvent");

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> types;

    Writer(String... types) {
        this.types = Set.of(types);
    }

    /** Whether it may store the type. */
    boolean mayStore(String type) {
        return types.contains(type);
    }
}
