package org.assent.fhir.enforcement;

import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.fhir.Visibility;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Create and update of a type that the EHR writes as it is (R4 http.html#create, #ccreate, #update): create also with
 * {@code If-None-Exist: identifier=system|value}, update also under an id of the client.
 */
public final class PlainWriting extends Reading {

    private final RequiredElements required;
    private final ConditionalCreates conditional;
    private final LocalReferences references;

    /** For one type; see {@link Reading}. */
    public PlainWriting(ServedType type, ResourceStore store, Disclosure disclosure, String base) {
        super(type, store, disclosure, base);
        this.required = new RequiredElements(store.fhir());
        this.conditional = new ConditionalCreates(store);
        this.references = new LocalReferences(store, base);
    }

    /** Stores a new resource. */
    @Create
    public MethodOutcome create(
            @ResourceParam IBaseResource body,
            @ConditionalUrlParam @Nullable String condition,
            RequestDetails request) {
        Caller caller = Caller.of(request);
        caller.needEhr(type());
        Resource resource = checked(body);
        ResourceStore.Stored stored = condition == null
                ? store().create(resource, Writer.EHR)
                : conditional.create(resource, condition, Writer.EHR);
        return outcome(caller, request, stored, SecurityEvent.Kind.RECORD_CREATED);
    }

    /** Stores a new version, or the first one under the client's id. */
    @Update
    public MethodOutcome update(@IdParam IIdType id, @ResourceParam IBaseResource body, RequestDetails request) {
        Caller caller = Caller.of(request);
        caller.needEhr(type());
        Resource resource = checked(body);
        Optional<? extends Resource> before = store().read(type().type(), id.getIdPart());
        if (ReservedIds.isReserved(id.getIdPart())
                || before.filter(r -> !Visibility.isLocal(r)).isPresent()) {
            throw new ProblemException(ProblemKind.CONFLICT, "This id is taken; choose another one.");
        }
        Set<String> codes = new HashSet<>(before.map(Visibility::codes).orElse(Set.of()));
        codes.add(Visibility.LOCAL);
        Visibility.mark(resource, codes);
        resource.setId(id);
        ResourceStore.Stored stored = store().put(resource, Writer.EHR);
        return outcome(
                caller,
                request,
                stored,
                stored.created() ? SecurityEvent.Kind.RECORD_CREATED : SecurityEvent.Kind.RECORD_CHANGED);
    }

    private Resource checked(IBaseResource body) {
        Resource resource = (Resource) body;
        List<Issue> issues = new ArrayList<>(required.missing(resource));
        if (resource.hasImplicitRules()) {
            issues.add(Issue.notUnderstood(type().fhirName() + ".implicitRules", "no implicit rules are known here"));
        }
        issues.addAll(references.dangling(resource));
        if (!issues.isEmpty()) {
            throw new IssuesException(ProblemKind.UNPROCESSABLE, issues);
        }
        Visibility.mark(resource, Set.of(Visibility.LOCAL));
        return resource;
    }

    private MethodOutcome outcome(
            Caller caller, RequestDetails request, ResourceStore.Stored stored, SecurityEvent.Kind kind) {
        disclosure().record(caller, request, kind, true, Map.of("resource", stored.versionedReference()));
        Visibility.strip(stored.resource());
        MethodOutcome outcome = new MethodOutcome(stored.resource().getIdElement(), stored.created());
        outcome.setResource(stored.resource());
        return outcome;
    }
}
