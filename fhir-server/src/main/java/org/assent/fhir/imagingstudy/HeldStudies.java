package org.assent.fhir.imagingstudy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.custody.study.ClinicalRecord;
import org.assent.custody.study.PatientIdentity;
import org.assent.custody.study.StudyDescription;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.ConditionalCreates;
import org.assent.fhir.enforcement.StudyUid;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.assent.fhir.ledger.LedgerAnchor;
import org.assent.fhir.ledger.RecordedProvenance;
import org.assent.fhir.organization.Members;
import org.assent.fhir.patient.PatientMapping;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.ImagingStudy.ImagingStudyStatus;
import org.hl7.fhir.r4.model.Patient;

/**
 * The Patients and ImagingStudies of studies held here, as registration reports them. Every call can be repeated.
 *
 * <p>A study that was available stays so while more of it is being registered: what is on the ledger can be retrieved.
 */
public final class HeldStudies {

    private static final int ID_DIGITS = 40;

    private final ResourceStore store;
    private final ConditionalCreates conditional;
    private final ImagingStudyMapping mapping;
    private final OrganizationId own;
    private final Clock clock;

    /** In this store, for this organization. */
    public HeldStudies(ResourceStore store, ImagingStudyMapping mapping, OrganizationId own, Clock clock) {
        this.store = store;
        this.conditional = new ConditionalCreates(store);
        this.mapping = mapping;
        this.own = own;
        this.clock = clock;
    }

    /** As {@link ClinicalRecord#patient}. */
    public String patient(PatientIdentity identity) {
        Patient patient = PatientMapping.patient(identity);
        Visibility.mark(patient, Set.of(Visibility.LOCAL));
        return conditional
                .create(patient, PatientMapping.identifier(identity), Writer.REGISTRATION)
                .id();
    }

    /** As {@link ClinicalRecord#studyReceived}. */
    public void studyReceived(StudyDescription study, String patientId) {
        Optional<ImagingStudy> before = held(study.studyInstanceUid());
        ImagingStudyStatus status = before.map(ImagingStudy::getStatus).orElse(ImagingStudyStatus.REGISTERED);
        Optional<Extension> anchor = before.map(s -> s.getExtensionByUrl(LedgerAnchor.URL));
        store(study, patientId, before, status, anchor);
    }

    /** As {@link ClinicalRecord#studyAvailable}. */
    public void studyAvailable(StudyDescription study, String patientId, ClinicalRecord.Anchor anchor) {
        LedgerAnchor where = new LedgerAnchor(
                anchor.chainId(),
                anchor.height(),
                anchor.transaction(),
                anchor.study().toHex());
        store.inTransaction(() -> {
            ResourceStore.Stored stored = store(
                    study,
                    patientId,
                    held(study.studyInstanceUid()),
                    ImagingStudyStatus.AVAILABLE,
                    Optional.of(where.extension()));
            return store.put(
                    RecordedProvenance.of(stored.versionedReference(), clock.instant(), "CREATE")
                            .author(Members.reference(own))
                            .custodian(own, null, "Registered by the organization that holds the study")
                            .anchor(where)
                            .under(
                                    provenanceId(study.studyInstanceUid(), anchor.transaction()),
                                    Set.of(Visibility.LOCAL, Visibility.study(study.studyInstanceUid()))),
                    Writer.REGISTRATION);
        });
    }

    private ResourceStore.Stored store(
            StudyDescription study,
            String patientId,
            Optional<ImagingStudy> before,
            ImagingStudyStatus status,
            Optional<Extension> anchor) {
        String tag = Visibility.study(study.studyInstanceUid());
        ImagingStudy resource = mapping.imagingStudy(study, patientId);
        resource.setStatus(status);
        anchor.ifPresent(resource::addExtension);
        Visibility.mark(resource, Set.of(Visibility.LOCAL, tag));
        // the patient belongs to each of its studies, for those who may find one of them
        store.tag(Patient.class, patientId, Visibility.SYSTEM, Set.of(tag), Writer.REGISTRATION);
        if (before.isEmpty()) {
            return store.create(resource, Writer.REGISTRATION);
        }
        resource.setId(before.get().getIdElement().getIdPart());
        return store.put(resource, Writer.REGISTRATION);
    }

    private Optional<ImagingStudy> held(String uid) {
        List<ImagingStudy> found = store.find(ImagingStudy.class, StudyUid.query(uid) + "&" + Visibility.LOCAL_ONLY);
        return found.stream().findFirst();
    }

    private static String provenanceId(String uid, String transaction) {
        return "registration-"
                + Hash.sha256((transaction + "|" + uid).getBytes(StandardCharsets.UTF_8))
                        .toHex()
                        .substring(0, ID_DIGITS);
    }
}
