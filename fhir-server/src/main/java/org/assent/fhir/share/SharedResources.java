package org.assent.fhir.share;

import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.assent.fhir.Visibility;
import org.assent.fhir.consent.CanonicalConsent;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.fhir.enforcement.StudyUid;
import org.assent.fhir.imagingstudy.ImagingStudyMapping;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.assent.fhir.ledger.LedgerAnchor;
import org.assent.fhir.patient.PatientMapping;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * What other sites have shared, as resources here: under ids of their own, never mixed with this site's, its patients never
 * merged with this site's patients, and forgotten with all versions when it is no longer shared.
 *
 * <p>Patient and ImagingStudy are made from the checked opening; of what another site sends only the Consent is stored, and
 * of that only what its hash in the committed terms covers.
 */
public final class SharedResources {

    /** System of references as the source writes them. */
    private static final String AT_SOURCE = "urn:assent:reference-at-source";

    private final ResourceStore store;
    private final ImagingStudyMapping mapping;

    /**
     * In this store.
     *
     * @param mapping with this site's own address, from which its people retrieve
     */
    public SharedResources(ResourceStore store, ImagingStudyMapping mapping) {
        this.store = store;
        this.mapping = mapping;
    }

    /** Stores a package whose openings were checked; the same again changes nothing. */
    void keep(OrganizationId from, SharePackage share) {
        String uid = share.opening().study().studyInstanceUid();
        String tag = Visibility.shared(from, uid);
        store.inTransaction(() -> {
            String patientId = ReservedIds.shared(
                    from, "Patient", share.patient().getIdElement().getIdPart());
            Patient patient = PatientMapping.patient(share.opening().study().patient());
            put(patient, patientId, tag);

            ImagingStudy study = mapping.imagingStudy(share.opening().study(), patientId);
            study.setStatus(ImagingStudy.ImagingStudyStatus.AVAILABLE);
            study.addExtension(LedgerAnchor.leaf(share.opening().studyRef().toHex()));
            String studyId = ReservedIds.shared(from, "ImagingStudy", uid);
            put(study, studyId, tag);

            Consent consent = withoutForeignReferences(CanonicalConsent.bare(share.consent()));
            consent.setPatient(new Reference("Patient/" + patientId));
            consent.setPerformer(List.of(new Reference("Patient/" + patientId)));
            put(consent, ReservedIds.shared(from, "Consent", share.opening().consentResource()), tag);
            return true;
        });
    }

    /** What the source calls by its own relative references must not seem to be something of this site. */
    private Consent withoutForeignReferences(Consent consent) {
        for (ResourceReferenceInfo info : store.fhir().newTerser().getAllResourceReferences(consent)) {
            Reference reference = (Reference) info.getResourceReference();
            String literal = reference.getReference();
            if (literal != null && !ReservedIds.isReserved(new IdType(literal).getIdPart())) {
                reference.setReference(null);
                if (!reference.hasIdentifier()) {
                    reference.setIdentifier(
                            new Identifier().setSystem(AT_SOURCE).setValue(literal));
                }
            }
        }
        return consent;
    }

    /**
     * Forgets what a consent of another site brought of a study, unless another one of that site still shares it. Not one transaction,
     * since HAPI expunges outside of any; each step can be repeated.
     */
    public void forget(String studyInstanceUid, OrganizationId source, String consentResource) {
        String tag = Visibility.shared(source, studyInstanceUid);
        release(Consent.class, ReservedIds.shared(source, "Consent", consentResource), tag);
        if (store.find(Consent.class, shared(tag)).isEmpty()) {
            store.forget(
                    ImagingStudy.class, ReservedIds.shared(source, "ImagingStudy", studyInstanceUid), Writer.SHARE);
            store.find(Patient.class, shared(tag))
                    .forEach(patient ->
                            release(Patient.class, patient.getIdElement().getIdPart(), tag));
        }
    }

    private static String shared(String tag) {
        return "_tag=" + Visibility.SYSTEM + "%7C" + tag + "&" + Visibility.SHARED_ONLY;
    }

    /** Takes the study's tag off, and forgets the resource if it belongs to no other study. */
    private void release(Class<? extends Resource> type, String id, String tag) {
        boolean others = store.read(type, id)
                .filter(resource -> !Visibility.codes(resource).equals(Set.of(tag)))
                .isPresent();
        if (others) {
            store.untag(type, id, Visibility.SYSTEM, Set.of(tag), Writer.SHARE);
        } else {
            store.forget(type, id, Writer.SHARE); // also what was deleted when the site died
        }
    }

    /**
     * Forgets whatever belongs to no share that is kept.
     *
     * @param keptFrom the organizations of which a share of a study is kept
     */
    int forgetUnless(Function<String, Set<OrganizationId>> keptFrom) {
        Set<String> live = new HashSet<>();
        for (ImagingStudy study : store.find(ImagingStudy.class, Visibility.SHARED_ONLY)) {
            StudyUid.of(study).ifPresent(uid -> keptFrom.apply(uid).stream()
                    .map(source -> Visibility.shared(source, uid))
                    .forEach(live::add));
        }
        return forget(ImagingStudy.class, live) + forget(Consent.class, live) + forget(Patient.class, live);
    }

    private int forget(Class<? extends Resource> type, Set<String> live) {
        int forgotten = 0;
        for (Resource resource : store.find(type, Visibility.SHARED_ONLY)) {
            if (Visibility.codes(resource).stream().noneMatch(live::contains)) {
                store.forget(type, resource.getIdElement().getIdPart(), Writer.SHARE);
                forgotten++;
            }
        }
        return forgotten;
    }

    private void put(Resource resource, String id, String tag) {
        Set<String> codes = new HashSet<>(
                store.read(resource.getClass(), id).map(Visibility::codes).orElse(Set.of()));
        codes.add(tag);
        resource.setId(id);
        Visibility.mark(resource, codes);
        store.put(resource, Writer.SHARE);
    }
}
