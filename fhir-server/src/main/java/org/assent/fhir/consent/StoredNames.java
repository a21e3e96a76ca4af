package org.assent.fhir.consent;

import java.util.List;
import java.util.Optional;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.LocalReferences;
import org.assent.fhir.enforcement.StudyUid;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.organization.Members;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Reference;

/** Names in a Consent of one patient, looked up in the store and on the ledger. */
final class StoredNames implements Names {

    private final ResourceStore store;
    private final LocalReferences references;
    private final Members members;
    private final String patientId;

    StoredNames(ResourceStore store, LocalReferences references, Members members, String patientId) {
        this.store = store;
        this.references = references;
        this.members = members;
        this.patientId = patientId;
    }

    @Override
    public Optional<OrganizationId> organization(Reference reference) {
        return members.named(reference);
    }

    @Override
    public Optional<String> study(Reference reference) {
        Optional<ImagingStudy> study = references.isLocal(reference)
                ? references.target(reference, ImagingStudy.class)
                : reference.hasReference() ? Optional.empty() : byIdentifier(reference);
        return study.filter(s -> s.getSubject().getReference().equals("Patient/" + patientId))
                .flatMap(StudyUid::of);
    }

    private Optional<ImagingStudy> byIdentifier(Reference reference) {
        if (!StudyUid.SYSTEM.equals(reference.getIdentifier().getSystem())
                || !reference.getIdentifier().hasValue()) {
            return Optional.empty();
        }
        return StudyUid.read(reference.getIdentifier().getValue()).flatMap(uid -> {
            List<ImagingStudy> held = store.find(ImagingStudy.class, StudyUid.query(uid) + "&" + Visibility.LOCAL_ONLY);
            return held.stream().findFirst();
        });
    }
}
