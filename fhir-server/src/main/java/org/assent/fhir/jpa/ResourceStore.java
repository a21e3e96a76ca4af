package org.assent.fhir.jpa;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IDao;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.api.model.DaoMethodOutcome;
import ca.uhn.fhir.jpa.api.model.ExpungeOptions;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The FHIR resources of a site: stored, versioned and searched by HAPI's JPA server, embedded. Thread-safe.
 *
 * <p>Knows no callers and no permissions: whoever shows something to somebody decides first. Writing needs a
 * {@link Writer} that may store the type.
 */
public final class ResourceStore implements AutoCloseable {

    /** The most resources that an internal look-up reads. */
    private static final int MOST = 1_000;

    /** What a logical id is (R4 datatypes.html#id). */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    /** What a version is here. */
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

    private final AnnotationConfigApplicationContext beans;
    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final MatchUrlService matchUrls;
    private final TransactionTemplate transactions;
    private final Positions positions;
    private final VersionRows versionRows;

    private ResourceStore(AnnotationConfigApplicationContext beans) {
        this.beans = beans;
        this.fhir = beans.getBean(FhirContext.class);
        fhir.setParserErrorHandler(new StrictErrorHandler());
        fhir.getParserOptions()
                .setDontStripVersionsFromReferencesAtPaths("Provenance.target", "AuditEvent.entity.what");
        this.daos = beans.getBean(DaoRegistry.class);
        this.matchUrls = beans.getBean(MatchUrlService.class);
        this.transactions = new TransactionTemplate(beans.getBean(PlatformTransactionManager.class));
        this.positions = new Positions(beans.getBean(javax.sql.DataSource.class));
        this.versionRows = new VersionRows(beans.getBean(javax.sql.DataSource.class));
        beans.getBean(IInterceptorService.class).registerInterceptor(new WriterGuard());
    }

    /** Opens the database, with the tables made if it is empty. Takes seconds of CPU time. */
    public static ResourceStore open(FhirDatabase database) {
        SchemaMode schema = FhirSchema.modeFor(database);
        AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
        beans.registerBean(FhirDatabase.class, () -> database);
        beans.registerBean(SchemaMode.class, () -> schema);
        beans.register(JpaWiring.class);
        beans.refresh();
        return new ResourceStore(beans);
    }

    /** FHIR R4. */
    public FhirContext fhir() {
        return fhir;
    }

    /** The current version; empty if there never was one or it was deleted. */
    public <T extends Resource> Optional<T> read(Class<T> type, String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            // HAPI's read throws when there is nothing, and that would doom the transaction; a search does not.
            SearchParameterMap query = SearchParameterMap.newSynchronous("_id", new TokenParam(id));
            return resources(dao(type).search(query, new SystemRequestDetails()), 1).stream()
                    .map(type::cast)
                    .findFirst();
        }
        return read(type, new IdType(fhirType(type), id));
    }

    /** One version; empty if there is none, also when the resource was deleted with it. */
    public <T extends Resource> Optional<T> readVersion(Class<T> type, String id, String version) {
        if (!ID.matcher(id).matches() || !VERSION.matcher(version).matches()) {
            return Optional.empty();
        }
        return read(type, new IdType(fhirType(type), id, version));
    }

    private <T extends Resource> Optional<T> read(Class<T> type, IdType id) {
        try {
            return Optional.of(dao(type).read(id, new SystemRequestDetails()));
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return Optional.empty();
        }
    }

    /** One page of versions with their exact total, the newest first. */
    public Versions versions(Class<? extends Resource> type, VersionQuery query) {
        List<StoredVersion> versions = versionRows.page(fhirType(type), query).stream()
                .flatMap(row -> version(type, row).stream())
                .toList();
        return new Versions(versionRows.count(fhirType(type), query), versions);
    }

    /** Empty if it was forgotten meanwhile. */
    private Optional<StoredVersion> version(Class<? extends Resource> type, VersionRows.Row row) {
        if (row.deleted()) {
            return Optional.of(new StoredVersion(row.id(), row.number(), row.at(), Optional.empty()));
        }
        return readVersion(type, row.id(), String.valueOf(row.number()))
                .map(read -> new StoredVersion(row.id(), row.number(), row.at(), Optional.of(read)));
    }

    /** What a deleted resource said last; empty if it is not deleted. */
    public <T extends Resource> Optional<T> beforeDeletion(Class<T> type, String id) {
        return versionRows
                .lastBeforeDeletion(fhirType(type), id)
                .flatMap(number -> readVersion(type, id, String.valueOf(number)));
    }

    /**
     * Reads a query like {@code identifier=x|y&status=active}, values encoded as in a URL, each parameter defined for the
     * type.
     */
    public SearchParameterMap query(Class<? extends Resource> type, String query) {
        return matchUrls.translateMatchUrl(fhirType(type) + "?" + query, fhir.getResourceDefinition(type));
    }

    /**
     * One page of a search with its exact total; included resources follow the matches. Reads the keys of all matches, in
     * order, and the resources of the page alone (HAPI 8.8.0 does not apply an offset to such a search).
     */
    public Page search(Class<? extends Resource> type, SearchParameterMap query, int offset, int count) {
        return inTransaction(() -> {
            SearchParameterMap page = SearchParameterMap.newSynchronous();
            page.setIncludes(query.getIncludes());
            page.setRevIncludes(query.getRevIncludes());
            query.setIncludes(Set.of());
            query.setRevIncludes(Set.of());
            List<String> keys = dao(type).searchForIds(query, new SystemRequestDetails()).stream()
                    .map(key -> String.valueOf(key.getId()))
                    .toList();
            List<String> wanted = keys.subList(Math.min(offset, keys.size()), Math.min(offset + count, keys.size()));
            if (wanted.isEmpty()) {
                return new Page(keys.size(), List.of());
            }
            TokenOrListParam anyOf = new TokenOrListParam();
            wanted.forEach(anyOf::add);
            page.add(Constants.PARAM_PID, anyOf);
            List<Resource> found = resources(dao(type).search(page, new SystemRequestDetails()), count + MOST);
            return new Page(keys.size(), inOrder(found, wanted));
        });
    }

    /** The matches as their keys are ordered, then the rest. */
    private static List<Resource> inOrder(List<Resource> found, List<String> keys) {
        return found.stream()
                .sorted(Comparator.comparingInt(resource -> {
                    int at = keys.indexOf(String.valueOf(IDao.RESOURCE_PID.get(resource)));
                    return at < 0 ? keys.size() : at;
                }))
                .toList();
    }

    /** Everything that a query finds, at most 1,000, for the server's own use. */
    public <T extends Resource> List<T> find(Class<T> type, String query) {
        SearchParameterMap map = query(type, query);
        map.setLoadSynchronousUpTo(MOST);
        return resources(dao(type).search(map, new SystemRequestDetails()), MOST).stream()
                .map(type::cast)
                .toList();
    }

    /** Stores a new resource under an id of the server. */
    public <T extends Resource> Stored create(T resource, Writer writer) {
        resource.setId((IdType) null);
        return stored(dao(typeOf(resource)).create(resource, by(writer)));
    }

    /**
     * Stores a new version, or the first one, under the resource's own id. If the id names a version, that must be the
     * current one.
     *
     * @throws ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException if it is not
     */
    public <T extends Resource> Stored put(T resource, Writer writer) {
        return stored(dao(typeOf(resource)).update(resource, by(writer)));
    }

    /** Adds tags to a resource without touching what it says. Does nothing if there is none. */
    public void tag(Class<? extends Resource> type, String id, String system, Collection<String> codes, Writer writer) {
        if (read(type, id).isPresent()) {
            dao(type).metaAddOperation(new IdType(fhirType(type), id), meta(system, codes), by(writer));
        }
    }

    /** Takes tags off a resource, which storing it without them would not. Does nothing if there is none. */
    public void untag(
            Class<? extends Resource> type, String id, String system, Collection<String> codes, Writer writer) {
        if (read(type, id).isPresent()) {
            dao(type).metaDeleteOperation(new IdType(fhirType(type), id), meta(system, codes), by(writer));
        }
    }

    private static Meta meta(String system, Collection<String> codes) {
        Meta meta = new Meta();
        codes.forEach(code -> meta.addTag().setSystem(system).setCode(code));
        return meta;
    }

    /** Deletes a resource and keeps its versions. Does nothing if there is none. */
    public void delete(Class<? extends Resource> type, String id, Writer writer) {
        if (read(type, id).isPresent()) {
            dao(type).delete(new IdType(fhirType(type), id), by(writer));
        }
    }

    /**
     * Deletes a resource with all its versions, also one that was deleted before. Does nothing if there is none. Not within a transaction, in which HAPI does
     * not expunge.
     */
    public void forget(Class<? extends Resource> type, String id, Writer writer) {
        if (read(type, id).isPresent() || beforeDeletion(type, id).isPresent()) {
            IdType name = new IdType(fhirType(type), id);
            dao(type).delete(name, by(writer));
            ExpungeOptions everything = new ExpungeOptions()
                    .setExpungeDeletedResources(true)
                    .setExpungeOldVersions(true)
                    .setLimit(MOST);
            dao(type).expunge(name, everything, by(writer));
        }
    }

    /** Runs the work in one transaction of the database: all of it is stored, or nothing. */
    public <R> R inTransaction(Supplier<R> work) {
        return Objects.requireNonNull(transactions.execute(status -> work.get()));
    }

    /** Where followers stand, stored with what they store. */
    public Positions positions() {
        return positions;
    }

    /** Beans for tests of this package. */
    DaoRegistry daos() {
        return daos;
    }

    /** Settings for tests of this package. */
    JpaStorageSettings settings() {
        return beans.getBean(JpaStorageSettings.class);
    }

    @Override
    public void close() {
        beans.close();
    }

    private <T extends Resource> IFhirResourceDao<T> dao(Class<T> type) {
        return daos.getResourceDao(type);
    }

    private String fhirType(Class<? extends Resource> type) {
        return fhir.getResourceType(type);
    }

    @SuppressWarnings("unchecked") // the class of an object of type T is a class of T
    private static <T extends Resource> Class<T> typeOf(T resource) {
        return (Class<T>) resource.getClass();
    }

    private static List<Resource> resources(IBundleProvider found, int most) {
        return found.getResources(0, most).stream().map(Resource.class::cast).toList();
    }

    private static Stored stored(DaoMethodOutcome outcome) {
        return new Stored((Resource) outcome.getResource(), Boolean.TRUE.equals(outcome.getCreated()));
    }

    private static RequestDetails by(Writer writer) {
        SystemRequestDetails request = new SystemRequestDetails();
        request.getUserData().put(WriterGuard.WRITER, writer);
        return request;
    }

    /**
     * A page of a search.
     *
     * @param total how many match in all
     * @param resources those of the page, then what was included
     */
    public record Page(long total, List<Resource> resources) {
        public Page {
            resources = List.copyOf(resources);
        }
    }

    /**
     * A page of versions.
     *
     * @param total how many there are in all
     * @param versions those of the page, the newest first
     */
    public record Versions(long total, List<StoredVersion> versions) {
        public Versions {
            versions = List.copyOf(versions);
        }
    }

    /**
     * What was stored.
     *
     * @param resource with its id, version and time
     * @param created whether it is the first version
     */
    public record Stored(Resource resource, boolean created) {

        /** Logical id. */
        public String id() {
            return resource.getIdElement().getIdPart();
        }

        /** {@code Type/id/_history/version}. */
        public String versionedReference() {
            return resource.getIdElement().toUnqualified().getValue();
        }
    }
}
