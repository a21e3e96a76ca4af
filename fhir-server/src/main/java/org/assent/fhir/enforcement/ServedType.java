package org.assent.fhir.enforcement;

import static org.assent.authorization.principal.Role.CLINICIAN;
import static org.assent.authorization.principal.Role.EHR;
import static org.assent.authorization.principal.Role.PRIVACY_OFFICER;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.authorization.principal.Role;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;

/**
 * The resource types of this server: who may read and write each, and what it can be searched by. Routes, providers and
 * the CapabilityStatement are all made from this table, so they cannot disagree.
 */
public enum ServedType {
    PATIENT(
            Patient.class,
            Set.of(CLINICIAN, EHR, PRIVACY_OFFICER),
            true,
            Writing.PLAIN,
            "identifier token, family string, given string, name string, birthdate date, gender token"),
    PRACTITIONER(
            Practitioner.class,
            Set.of(CLINICIAN, EHR),
            false,
            Writing.PLAIN,
            "identifier token, family string, given string, name string"),
    ORGANIZATION(
            Organization.class,
            Set.of(CLINICIAN, EHR, PRIVACY_OFFICER),
            false,
            Writing.PLAIN,
            "identifier token, name string, active token"),
    ENDPOINT(
            Endpoint.class,
            Set.of(CLINICIAN, EHR),
            true,
            Writing.NONE,
            "identifier token, connection-type token, status token, organization reference"),
    IMAGING_STUDY(
            ImagingStudy.class,
            Set.of(CLINICIAN, EHR, PRIVACY_OFFICER),
            true,
            Writing.NONE,
            "identifier token, patient reference, patient.identifier token, subject reference, started date, status token,"
                    + " modality token, series token, instance token, dicom-class uri, bodysite token"),
    CONSENT(
            Consent.class,
            Set.of(CLINICIAN, EHR, PRIVACY_OFFICER),
            false,
            Writing.LEDGER,
            "identifier token, patient reference, patient.identifier token, status token, scope token, category token,"
                    + " date date, period date, actor reference, actor:identifier token, consentor reference,"
                    + " organization reference, purpose token, data reference, data:identifier token,"
                    + " source-reference reference"),
    AUDIT_EVENT(
            AuditEvent.class,
            Set.of(PRIVACY_OFFICER),
            false,
            Writing.NONE,
            "date date, type token, subtype token, outcome token, action token, entity reference,"
                    + " entity:identifier token, entity-type token, entity-role token, agent reference,"
                    + " patient reference, source reference"),
    PROVENANCE(
            Provenance.class,
            Set.of(CLINICIAN, EHR, PRIVACY_OFFICER),
            false,
            Writing.NONE,
            "target reference, recorded date, patient reference, agent reference, entity reference"),
    DOCUMENT_REFERENCE(
            DocumentReference.class,
            Set.of(EHR, PRIVACY_OFFICER),
            false,
            Writing.PLAIN,
            "identifier token, patient reference, patient.identifier token, subject reference, status token, type token,"
                    + " date date");

    /** How a type is written from outside. */
    public enum Writing {
        /** Not at all: this server makes it. */
        NONE,
        /** By the EHR, as it is. */
        PLAIN,
        /** By the EHR, through the ledger. */
        LEDGER
    }

    private final Class<? extends Resource> type;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<Role> readers;

    private final boolean peers;
    private final Writing writing;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.copyOf
    private final List<SearchParameterName> parameters;

    ServedType(Class<? extends Resource> type, Set<Role> readers, boolean peers, Writing writing, String parameters) {
        this.type = type;
        this.readers = readers;
        this.peers = peers;
        this.writing = writing;
        this.parameters = SearchParameterName.list(parameters);
    }

    /** The class of its resources. */
    public Class<? extends Resource> type() {
        return type;
    }

    /** As in FHIR, e.g. {@code ImagingStudy}. */
    public String fhirName() {
        return type.getSimpleName();
    }

    /** The roles of this organization that may read and search it. */
    public Set<Role> readers() {
        return readers;
    }

    /** Whether other organizations may read and search what the decision permits of it. */
    public boolean peers() {
        return peers;
    }

    /** How it is written. */
    public Writing writing() {
        return writing;
    }

    /** What it can be searched by beyond {@code _id} and {@code _lastUpdated}. */
    public List<SearchParameterName> parameters() {
        return parameters;
    }

    /** The type with this FHIR name, if it is served. */
    public static Optional<ServedType> named(String fhirName) {
        for (ServedType served : values()) {
            if (served.fhirName().equals(fhirName)) {
                return Optional.of(served);
            }
        }
        return Optional.empty();
    }

    /** What a search of this type may include, as {@code Type:parameter}. */
    public Set<String> includes() {
        return parameters.stream()
                .filter(p -> p.isPlain() && p.kind().equals("reference"))
                .map(p -> fhirName() + ":" + p.name())
                .collect(Collectors.toUnmodifiableSet());
    }
}
