package org.assent.authorization.scope;

import java.util.Collection;
import java.util.List;
import org.assent.authorization.principal.Role;

/** Which scopes a role brings at most. Pure. */
public final class RoleScopes {

    /** What another organization may ask for: one patient's imaging, and the permission that it rests on. */
    public static final Scopes PEER =
            Scopes.of("patient/ImagingStudy.rs patient/Endpoint.rs patient/Patient.r patient/Consent.rs");

    private RoleScopes() {}

    /** All that the roles bring together. */
    public static Scopes of(Collection<Role> roles) {
        List<Scope> all =
                roles.stream().flatMap(role -> of(role).list().stream()).toList();
        return Scopes.of(all);
    }

    private static Scopes of(Role role) {
        return switch (role) {
            case CLINICIAN ->
                Scopes.of("user/ImagingStudy.crs user/Patient.rs user/Endpoint.rs user/Organization.rs"
                        + " user/Practitioner.rs user/Consent.rs user/Provenance.rs");
            case EHR ->
                Scopes.of("user/Patient.crus user/Consent.crus user/Practitioner.crus user/Organization.crus"
                        + " user/RelatedPerson.crus user/DocumentReference.crus user/ImagingStudy.rs user/Endpoint.rs"
                        + " user/Provenance.rs");
            case MODALITY -> Scopes.of("user/ImagingStudy.c");
            case PRIVACY_OFFICER ->
                Scopes.of("user/AuditEvent.rs user/Consent.rs user/Patient.rs user/Provenance.rs"
                        + " user/Organization.rs user/ImagingStudy.rs");
            case ADMINISTRATOR -> Scopes.of("user/Organization.rs user/Endpoint.rs user/Practitioner.rs");
            case RESOURCE_SERVER -> Scopes.NONE;
        };
    }
}
