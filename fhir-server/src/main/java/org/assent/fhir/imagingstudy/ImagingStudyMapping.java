package org.assent.fhir.imagingstudy;

import java.time.ZoneId;
import java.util.Optional;
import org.assent.custody.study.StudyDescription;
import org.assent.fhir.enforcement.StudyUid;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Endpoint;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Reference;

/** A study as an ImagingStudy (R4 imagingstudy-mappings, DICOM PS3.3 C.7.2). Pure. */
public final class ImagingStudyMapping {

    static final String DCM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String SNOMED = "http://snomed.info/sct";
    private static final String UIDS = "urn:ietf:rfc:3986";
    private static final String WADO = "wado";
    private static final String IDENTIFIER_TYPE = "http://terminology.hl7.org/CodeSystem/v2-0203";
    private static final String CONNECTION_TYPE = "http://terminology.hl7.org/CodeSystem/endpoint-connection-type";
    private static final String NEEDS_TOKEN =
            "http://hl7.org/fhir/smart-app-launch/StructureDefinition/requires-access-token";
    private static final int MOST_ID = 64;

    private final ZoneId zone;
    private final String dicomWeb;

    /**
     * For studies that are retrieved at an address.
     *
     * @param zone of the site, for times without an offset
     * @param dicomWeb DICOMweb base address, without trailing slash
     */
    public ImagingStudyMapping(ZoneId zone, String dicomWeb) {
        this.zone = zone;
        this.dicomWeb = dicomWeb;
    }

    /** The resource, without id, status and tags. */
    public ImagingStudy imagingStudy(StudyDescription study, String patientId) {
        ImagingStudy resource = new ImagingStudy();
        resource.addContained(endpoint());
        resource.addEndpoint(new Reference("#" + WADO));
        resource.addIdentifier(StudyUid.identifier(study.studyInstanceUid()));
        if (!study.accessionNumber().isBlank()) {
            Identifier accession =
                    new Identifier().setValue(study.accessionNumber().strip());
            accession.getType().addCoding().setSystem(IDENTIFIER_TYPE).setCode("ACSN");
            resource.addIdentifier(accession);
        }
        resource.setSubject(new Reference("Patient/" + patientId));
        DicomTimes.dateTime(study.studyDate(), study.studyTime(), study.timezoneOffset(), zone)
                .ifPresent(resource::setStartedElement);
        if (!study.description().isBlank()) {
            resource.setDescription(study.description().strip());
        }
        if (!study.referringPhysician().isBlank()) {
            resource.setReferrer(new Reference()
                    .setDisplay(study.referringPhysician().replace('^', ' ').strip()));
        }
        study.series().stream()
                .map(StudyDescription.Series::modality)
                .filter(modality -> !modality.isBlank())
                .distinct()
                .sorted()
                .forEach(modality -> resource.addModality(modality(modality)));
        resource.setNumberOfSeries(study.series().size());
        resource.setNumberOfInstances(study.instanceCount());
        study.series().forEach(one -> resource.addSeries(series(one)));
        return resource;
    }

    private Endpoint endpoint() {
        Endpoint endpoint = new Endpoint();
        endpoint.setId(WADO);
        endpoint.addExtension(new Extension(NEEDS_TOKEN, new BooleanType(true)));
        return describe(endpoint, dicomWeb);
    }

    /** Says that DICOMweb retrieval is offered at the address. */
    static Endpoint describe(Endpoint endpoint, String dicomWeb) {
        endpoint.setStatus(Endpoint.EndpointStatus.ACTIVE);
        endpoint.setConnectionType(new Coding().setSystem(CONNECTION_TYPE).setCode("dicom-wado-rs"));
        endpoint.addPayloadType().addCoding().setSystem(DCM).setCode("113014").setDisplay("Study");
        endpoint.addPayloadMimeType("application/dicom");
        endpoint.addPayloadMimeType("application/dicom+json");
        endpoint.setAddress(dicomWeb);
        return endpoint;
    }

    private static ImagingStudy.ImagingStudySeriesComponent series(StudyDescription.Series series) {
        ImagingStudy.ImagingStudySeriesComponent component = new ImagingStudy.ImagingStudySeriesComponent();
        component.setUid(series.seriesInstanceUid());
        number(series.number()).ifPresent(component::setNumber);
        component.setModality(modality(series.modality().isBlank() ? "OT" : series.modality()));
        if (!series.description().isBlank()) {
            component.setDescription(series.description().strip());
        }
        if (!series.bodyPart().isBlank()) {
            component.setBodySite(new Coding().setDisplay(series.bodyPart().strip()));
        }
        laterality(series.laterality()).ifPresent(component::setLaterality);
        component.setNumberOfInstances(series.instances().size());
        for (StudyDescription.Instance instance : series.instances()) {
            ImagingStudy.ImagingStudySeriesInstanceComponent one =
                    component.addInstance().setUid(instance.sopInstanceUid());
            one.setSopClass(new Coding().setSystem(UIDS).setCode(StudyUid.PREFIX + instance.sopClassUid()));
            number(instance.number()).ifPresent(one::setNumber);
        }
        return component;
    }

    private static Coding modality(String code) {
        String bounded = code.strip();
        return new Coding()
                .setSystem(DCM)
                .setCode(bounded.length() > MOST_ID ? bounded.substring(0, MOST_ID) : bounded);
    }

    private static Optional<Coding> laterality(String code) {
        return switch (code.strip()) {
            case "R" -> Optional.of(new Coding().setSystem(SNOMED).setCode("24028007"));
            case "L" -> Optional.of(new Coding().setSystem(SNOMED).setCode("7771000"));
            case "B" -> Optional.of(new Coding().setSystem(SNOMED).setCode("51440002"));
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> number(String text) {
        try {
            int number = Integer.parseInt(text.strip());
            return number < 0 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
