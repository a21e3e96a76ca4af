package org.assent.fhir.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.ResourceReferenceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.fhir.Visibility;
import org.assent.fhir.jpa.ResourceStore;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** References of what a client sends to what this site holds. */
public final class LocalReferences {

    private static final int MOST_ISSUES = 20;

    private final ResourceStore store;
    private final String base;

    /**
     * In this store.
     *
     * @param base FHIR base address, without trailing slash
     */
    public LocalReferences(ResourceStore store, String base) {
        this.store = store;
        this.base = base;
    }

    /** Literal references to this server whose target it does not hold. */
    List<Issue> dangling(Resource resource) {
        FhirContext fhir = store.fhir();
        List<Issue> issues = new ArrayList<>();
        for (ResourceReferenceInfo info : fhir.newTerser().getAllResourceReferences(resource)) {
            Reference reference = (Reference) info.getResourceReference();
            if (isLocal(reference) && target(reference).isEmpty() && issues.size() < MOST_ISSUES) {
                issues.add(Issue.wrong(
                        resource.fhirType() + "." + info.getName(), "names a resource that this server does not have"));
            }
        }
        return issues;
    }

    /** Whether it is a literal reference to this server, relative or absolute. */
    public boolean isLocal(Reference reference) {
        if (!reference.hasReference() || reference.getReference().startsWith("#")) {
            return false;
        }
        IdType id = new IdType(reference.getReference());
        return !id.isAbsolute() || reference.getReference().startsWith(base + "/");
    }

    /** What a literal reference to this server names, if this site holds it. */
    public Optional<? extends Resource> target(Reference reference) {
        if (!isLocal(reference)) {
            return Optional.empty();
        }
        IdType id = new IdType(reference.getReference());
        if (!id.hasResourceType() || !id.hasIdPart()) {
            return Optional.empty();
        }
        return ServedType.named(id.getResourceType())
                .flatMap(type -> store.read(type.type(), id.getIdPart()))
                .filter(LocalReferences::isOwn);
    }

    /** What a literal reference to this server names, if this site holds it and it is of the type. */
    public <T extends Resource> Optional<T> target(Reference reference, Class<T> type) {
        return target(reference).filter(type::isInstance).map(type::cast);
    }

    private static boolean isOwn(Resource resource) {
        return Visibility.isLocal(resource) || Visibility.codes(resource).contains(Visibility.DIRECTORY);
    }
}
