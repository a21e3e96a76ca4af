package org.assent.fhir.enforcement;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import java.util.Optional;
import org.assent.decision.request.Operation;
import org.assent.fhir.jpa.ResourceStore;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;

/**
 * Read, vread and search of one type (R4 http.html#read, #vread, search.html). A search is narrowed in its query to what
 * the caller may find, so totals and pages are exact; pages are asked for anew ({@code _offset}), never kept.
 */
public class Reading implements IResourceProvider {

    private final ServedType type;
    private final ResourceStore store;
    private final Disclosure disclosure;
    private final String base;

    /**
     * For one type.
     *
     * @param base FHIR base address, without trailing slash
     */
    public Reading(ServedType type, ResourceStore store, Disclosure disclosure, String base) {
        this.type = type;
        this.store = store;
        this.disclosure = disclosure;
        this.base = base;
    }

    @Override
    public final Class<? extends IBaseResource> getResourceType() {
        return type.type();
    }

    /** The type. */
    protected final ServedType type() {
        return type;
    }

    /** Where its resources are. */
    protected final ResourceStore store() {
        return store;
    }

    /** What decides and logs. */
    protected final Disclosure disclosure() {
        return disclosure;
    }

    /**
     * Reads one resource, or one version of it: of what the caller may see now, whatever the version was tagged with. A deleted
     * one is gone, but its versions are there for whoever audits.
     */
    @Read(version = true)
    public IBaseResource read(@IdParam IIdType id, RequestDetails request) {
        Caller caller = Caller.of(request);
        caller.needReader(type);
        Optional<? extends Resource> now = store.read(type.type(), id.getIdPart());
        Optional<? extends Resource> deleted =
                now.isPresent() ? Optional.empty() : store.beforeDeletion(type.type(), id.getIdPart());
        if (!id.hasVersionIdPart()) {
            return disclosure.read(caller, type, request, now, deleted);
        }
        Optional<? extends Resource> version = store.readVersion(type.type(), id.getIdPart(), id.getVersionIdPart());
        if (deleted.isPresent() && version.isPresent() && caller.readsDeleted(type)) {
            return disclosure.readDeleted(caller, type, request, version);
        }
        return disclosure.readVersion(caller, type, request, now, deleted, version);
    }

    /** Searches the type, by GET or by POST to {@code _search}. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        Caller caller = Caller.of(request);
        caller.needReader(type);
        SearchRequest search = SearchRequest.read(type, request.getParameters(), Preferences.isStrict(request), base);
        Scope scope = disclosure.scope(caller, type, Operation.SEARCH);
        SearchParameterMap query = store.query(type.type(), search.query(scope.condition(type)));
        search.includes().forEach(query::addInclude);
        search.reverseIncludes().forEach(query::addRevInclude);
        query.setSort(search.order());
        ResourceStore.Page page = store.search(type.type(), query, search.offset(), search.count());
        List<Resource> shown = disclosure.searched(caller, type, request, search.namedStudies(), page.resources());
        return bundle(search, page, shown);
    }

    private Bundle bundle(SearchRequest search, ResourceStore.Page page, List<Resource> shown) {
        Bundle bundle = new Bundle();
        bundle.setType(Bundle.BundleType.SEARCHSET);
        long dropped = matches(page.resources()) - matches(shown);
        long total = page.total() - dropped;
        bundle.setTotal((int) Math.min(Integer.MAX_VALUE, total));
        bundle.addLink().setRelation("self").setUrl(base + "/" + search.link(search.offset()));
        long next = (long) search.offset() + search.count();
        if (search.count() > 0 && next < page.total()) {
            bundle.addLink().setRelation("next").setUrl(base + "/" + search.link((int) next));
        }
        for (Resource resource : shown) {
            Bundle.BundleEntryComponent entry = bundle.addEntry();
            entry.setFullUrl(base + "/" + resource.fhirType() + "/"
                    + resource.getIdElement().getIdPart());
            entry.setResource(resource);
            entry.getSearch()
                    .setMode(isMatch(resource) ? Bundle.SearchEntryMode.MATCH : Bundle.SearchEntryMode.INCLUDE);
        }
        return bundle;
    }

    private long matches(List<Resource> resources) {
        return resources.stream().filter(this::isMatch).count();
    }

    private boolean isMatch(Resource resource) {
        return resource.fhirType().equals(type.fhirName());
    }
}
