package org.assent.fhir.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Date;
import java.util.Optional;
import org.assent.decision.request.Operation;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.StoredVersion;
import org.assent.fhir.jpa.VersionQuery;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/**
 * Histories of one type and of its resources (R4 http.html#history). Somebody sees the versions of what they may see now, and of
 * those only what they may, narrowed in the query, so that totals and pages are exact. What was deleted is shown to the privacy officer
 * alone.
 */
public final class Histories {

    private final ServedType type;
    private final ResourceStore store;
    private final Disclosure disclosure;
    private final String base;

    /**
     * Of one type.
     *
     * @param base FHIR base address, without trailing slash
     */
    public Histories(ServedType type, ResourceStore store, Disclosure disclosure, String base) {
        this.type = type;
        this.store = store;
        this.disclosure = disclosure;
        this.base = base;
    }

    /**
     * All versions of one resource.
     *
     * @throws org.assent.authorization.problem.ProblemException 404 or 410, as a read would
     */
    public Bundle ofInstance(Caller caller, IIdType id, RequestDetails request) {
        HistoryRequest asked = HistoryRequest.read(request.getParameters(), Preferences.isStrict(request));
        String name = id.getIdPart();
        Optional<? extends Resource> now = store.read(type.type(), name);
        Optional<? extends Resource> deleted =
                now.isPresent() ? Optional.empty() : store.beforeDeletion(type.type(), name);
        if (deleted.isPresent() && caller.readsDeleted(type)) {
            disclosure.readDeleted(caller, type, request, deleted);
        } else {
            disclosure.read(caller, type, request, now, deleted);
        }
        return bundle(caller, Optional.of(name), asked, type.fhirName() + "/" + name);
    }

    /** Versions of all resources of the type. */
    public Bundle ofType(Caller caller, RequestDetails request) {
        HistoryRequest asked = HistoryRequest.read(request.getParameters(), Preferences.isStrict(request));
        Bundle bundle = bundle(caller, Optional.empty(), asked, type.fhirName());
        disclosure.recordSearch(caller, type, request);
        return bundle;
    }

    private Bundle bundle(Caller caller, Optional<String> id, HistoryRequest asked, String path) {
        Scope scope = disclosure.scope(caller, type, Operation.SEARCH);
        VersionQuery query = scope.versions(id, caller.readsDeleted(type), asked);
        ResourceStore.Versions found = store.versions(type.type(), query);
        Bundle bundle = new Bundle();
        bundle.setType(Bundle.BundleType.HISTORY);
        bundle.setTotal((int) Math.min(Integer.MAX_VALUE, found.total()));
        String address = base + "/" + path + "/_history?";
        bundle.addLink().setRelation("self").setUrl(address + asked.query(asked.offset()));
        long next = (long) asked.offset() + asked.count();
        if (asked.count() > 0 && next < found.total()) {
            bundle.addLink().setRelation("next").setUrl(address + asked.query((int) next));
        }
        found.versions().forEach(version -> entry(bundle.addEntry(), version));
        return bundle;
    }

    private void entry(Bundle.BundleEntryComponent entry, StoredVersion version) {
        String reference = type.fhirName() + "/" + version.id();
        entry.setFullUrl(base + "/" + reference);
        version.resource().ifPresent(resource -> entry.setResource(Disclosure.leaving(resource)));
        if (version.resource().isEmpty()) {
            entry.getRequest().setMethod(Bundle.HTTPVerb.DELETE).setUrl(reference);
            entry.getResponse().setStatus("204 No Content");
        } else if (version.number() == 1) {
            entry.getRequest().setMethod(Bundle.HTTPVerb.POST).setUrl(type.fhirName());
            entry.getResponse().setStatus("201 Created");
        } else {
            entry.getRequest().setMethod(Bundle.HTTPVerb.PUT).setUrl(reference);
            entry.getResponse().setStatus("200 OK");
        }
        entry.getResponse().setEtag("W/\"" + version.number() + "\"").setLastModified(Date.from(version.at()));
    }
}
