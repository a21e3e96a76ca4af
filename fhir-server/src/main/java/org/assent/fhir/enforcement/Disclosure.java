package org.assent.fhir.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.audit.AccessFacts;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.custody.decision.DecisionPoint;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionBasis;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.fhir.Visibility;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Resource;

/**
 * Facts, decision, audit: what a read or a search has found is decided here and is in the access log before the answer
 * leaves. What is denied and what is missing end alike.
 */
public final class Disclosure {

    /** Under this policy the EHR and the privacy officer see studies of their own site that the decision keeps from others. */
    static final String RECORD_KEEPING = "urn:assent:policy:record-keeping";

    /** Name of the detail that says whose record it is. */
    public static final String PATIENT = "patient";

    private final DecisionPoint decisions;
    private final AccessLog log;
    private final Clock clock;

    /** Over the site's decision point and access log. */
    public Disclosure(DecisionPoint decisions, AccessLog log, Clock clock) {
        this.decisions = decisions;
        this.log = log;
        this.clock = clock;
    }

    /** What the caller may find of the type now. */
    Scope scope(Caller caller, ServedType type, Operation operation) {
        return Scope.of(caller, type, decisions.findable(caller.requester(), operation));
    }

    /**
     * Answers a read.
     *
     * @param found what the store has, whether or not the caller may see it
     * @param deleted what it said before it was deleted, if it was
     * @return the resource as it may leave
     * @throws ProblemException 404 for what is missing and for what is denied; 410 for what was deleted, where it was not denied
     */
    public Resource read(
            Caller caller,
            ServedType type,
            RequestDetails request,
            Optional<? extends Resource> found,
            Optional<? extends Resource> deleted) {
        boolean gone = found.isEmpty()
                && deleted.filter(scope(caller, type, Operation.METADATA)::allows)
                        .isPresent();
        if (gone) {
            record(caller, request, SecurityEvent.Kind.RECORD_READ, false, details(reference(type, request), deleted));
            throw new ProblemException(ProblemKind.GONE, ProblemKind.GONE.title() + ".");
        }
        return read(caller, type, request, found);
    }

    /**
     * Answers a vread: a version leaves if the resource as it is now may, and the version too.
     *
     * @param version the one that is asked for, if there is one
     * @throws ProblemException as {@link #read} does
     */
    Resource readVersion(
            Caller caller,
            ServedType type,
            RequestDetails request,
            Optional<? extends Resource> now,
            Optional<? extends Resource> deleted,
            Optional<? extends Resource> version) {
        Scope scope = scope(caller, type, Operation.METADATA);
        Optional<? extends Resource> shown = version.filter(scope::allows);
        read(caller, type, request, shown.isPresent() ? now : now.filter(r -> false), deleted);
        return leaving(shown.orElseThrow(Disclosure::missing));
    }

    /**
     * Answers a read of what was deleted, for those who may read that.
     *
     * @param deleted the version that is asked for, if there is one
     * @throws ProblemException 404 for what is missing and for what is denied
     */
    Resource readDeleted(Caller caller, ServedType type, RequestDetails request, Optional<? extends Resource> deleted) {
        return read(caller, type, request, deleted.filter(found -> caller.readsDeleted(type)));
    }

    private Resource read(Caller caller, ServedType type, RequestDetails request, Optional<? extends Resource> found) {
        Scope scope = scope(caller, type, Operation.METADATA);
        String reference = reference(type, request);
        if (concernsStudies(caller, type)) {
            List<String> studies = found.map(r -> studies(scope, r)).orElse(List.of());
            AccessDecision decision = decide(caller, type, found, studies, scope);
            AccessFacts facts = facts(caller, request, Operation.METADATA, studies, reference, "");
            if (!(decision instanceof AccessDecision.Permit permit) || found.isEmpty()) {
                Answer.of(request).under(log.refused(facts, decision));
                throw missing();
            }
            Answer.of(request).under(log.permitted(facts, permit));
            return leaving(found.get());
        }
        boolean shown = found.filter(scope::allows).isPresent();
        record(caller, request, SecurityEvent.Kind.RECORD_READ, shown, details(reference, found.filter(r -> shown)));
        if (!shown || found.isEmpty()) {
            throw missing();
        }
        return leaving(found.get());
    }

    /**
     * Answers a search: drops what may no longer be shown and logs what is.
     *
     * @param named StudyInstanceUIDs that the search asked for by name
     * @param found the matches and what they include
     * @return those that may leave, in their order
     */
    List<Resource> searched(
            Caller caller, ServedType type, RequestDetails request, Set<String> named, List<Resource> found) {
        Scope now = scope(caller, type, Operation.SEARCH);
        List<Resource> shown = new ArrayList<>();
        List<AccessDecision.Permit> permits = new ArrayList<>();
        Set<String> studies = new LinkedHashSet<>();
        for (Resource resource : found) {
            Optional<ServedType> its = ServedType.named(resource.fhirType());
            if (its.filter(caller::mayRead).isEmpty() || !now.allows(resource)) {
                continue;
            }
            if (concernsStudies(caller, its.get())) {
                List<String> of = studies(now, resource);
                if (!(decide(caller, its.get(), Optional.of(resource), of, now) instanceof AccessDecision.Permit p)) {
                    continue;
                }
                permits.add(p);
                studies.addAll(of);
            }
            shown.add(leaving(resource));
        }
        if (concernsStudies(caller, type) || !studies.isEmpty()) {
            logSearch(caller, request, named, studies, permits, now.height());
        } else {
            recordSearch(caller, type, request);
        }
        return shown;
    }

    private void logSearch(
            Caller caller,
            RequestDetails request,
            Set<String> named,
            Set<String> shown,
            List<AccessDecision.Permit> permits,
            long height) {
        String query = query(request);
        if (shown.isEmpty() && !named.isEmpty()) {
            String first = named.iterator().next();
            AccessDecision decision = decisions.decide(caller.requester(), first, Operation.SEARCH);
            if (!(decision instanceof AccessDecision.Permit)) {
                Answer.of(request)
                        .under(log.refused(
                                facts(caller, request, Operation.SEARCH, List.copyOf(named), "", query), decision));
                return;
            }
        }
        Answer.of(request)
                .under(log.permitted(
                        facts(caller, request, Operation.SEARCH, List.copyOf(shown), "", query),
                        restingOn(caller, shown, permits, height)));
    }

    /** Another organization's search rests on the decisions about all studies of the patient that its token is about. */
    private AccessDecision.Permit restingOn(
            Caller caller, Set<String> shown, List<AccessDecision.Permit> permits, long height) {
        return caller.peer()
                .map(peer -> decisions.listing(caller.requester(), peer.patientId(), Operation.SEARCH))
                .filter(listing -> listing.permitted().containsAll(shown)) // else a block came in between
                .map(listing -> new AccessDecision.Permit(listing.basis()))
                .orElseGet(() -> together(permits, height));
    }

    /** Records a search that is about no study, before its answer leaves. */
    void recordSearch(Caller caller, ServedType type, RequestDetails request) {
        record(caller, request, SecurityEvent.Kind.RECORD_SEARCHED, true, Map.of("resource", type.fhirName()));
    }

    /** Records something that is not an access to a study, before the answer leaves. */
    public void record(
            Caller caller,
            RequestDetails request,
            SecurityEvent.Kind kind,
            boolean successful,
            Map<String, String> details) {
        log.event(new SecurityEvent(
                RequestContext.requestId(Caller.servletRequest(request)),
                kind,
                successful,
                caller.principal().actor(),
                details));
    }

    /** What is recorded of an interaction with a resource: which, and whose it is if it is a patient's Consent. */
    public static Map<String, String> details(String reference, Optional<? extends Resource> resource) {
        Map<String, String> details = new HashMap<>();
        details.put("resource", reference);
        resource.filter(Consent.class::isInstance)
                .map(Consent.class::cast)
                .map(consent -> consent.getPatient().getReference())
                .ifPresent(patient -> details.put(PATIENT, patient));
        return details;
    }

    /** The end of every request for something that is not there or not disclosed. */
    public static ProblemException missing() {
        return new ProblemException(ProblemKind.NOT_FOUND, ProblemKind.NOT_FOUND.title() + ".");
    }

    private static boolean concernsStudies(Caller caller, ServedType type) {
        return type == ServedType.IMAGING_STUDY || (caller.peer().isPresent() && type == ServedType.PATIENT);
    }

    private static List<String> studies(Scope scope, Resource resource) {
        return resource instanceof ImagingStudy study
                ? StudyUid.of(study).map(List::of).orElse(List.of())
                : scope.studiesOf(resource);
    }

    private AccessDecision decide(
            Caller caller, ServedType type, Optional<? extends Resource> found, List<String> studies, Scope scope) {
        if (found.isEmpty() || studies.isEmpty()) {
            return unknown(scope);
        }
        AccessDecision decision = decisions.decide(caller.requester(), studies.get(0), Operation.METADATA);
        if (decision instanceof AccessDecision.Deny deny
                && caller.keepsRecords(type)
                && Visibility.isLocal(found.get())) {
            return new AccessDecision.Permit(new DecisionBasis(
                    deny.basis().height(),
                    deny.basis().at(),
                    deny.basis().subject(),
                    RECORD_KEEPING,
                    List.of(),
                    List.of("The EHR and the privacy officer keep the records of their own site.")));
        }
        return decision instanceof AccessDecision.Permit && !scope.allows(found.get()) ? unknown(scope) : decision;
    }

    private AccessDecision.Deny unknown(Scope scope) {
        return new AccessDecision.Deny(
                AccessDecision.Reason.UNKNOWN_STUDY,
                basis(scope.height(), ImplicitPolicy.DENY.uri(), "Nothing that the requester may find has this name."));
    }

    private AccessDecision.Permit together(List<AccessDecision.Permit> permits, long height) {
        if (permits.isEmpty()) {
            return new AccessDecision.Permit(basis(height, ImplicitPolicy.DENY.uri(), "The search found no study."));
        }
        if (permits.size() == 1) {
            return permits.get(0);
        }
        DecisionBasis first = permits.get(0).basis();
        boolean oneSubject = permits.stream().allMatch(p -> p.basis().subject().equals(first.subject()));
        Set<ConsentInForce> consents = new LinkedHashSet<>();
        permits.forEach(p -> consents.addAll(p.basis().consents()));
        return new AccessDecision.Permit(new DecisionBasis(
                permits.stream().mapToLong(p -> p.basis().height()).min().orElse(height),
                first.at(),
                oneSubject ? first.subject() : Optional.empty(),
                first.policy(),
                List.copyOf(consents),
                List.of(permits.size() + " studies were permitted one by one.")));
    }

    private DecisionBasis basis(long height, String policy, String explanation) {
        return new DecisionBasis(height, clock.instant(), Optional.empty(), policy, List.of(), List.of(explanation));
    }

    /** Without what is nobody else's business. */
    static Resource leaving(Resource resource) {
        Visibility.strip(resource);
        return resource;
    }

    private static AccessFacts facts(
            Caller caller,
            RequestDetails request,
            Operation operation,
            List<String> studies,
            String resource,
            String query) {
        HttpServletRequest http = Caller.servletRequest(request);
        return new AccessFacts(
                RequestContext.requestId(http),
                caller.principal().session(),
                caller.requester(),
                operation,
                AccessFacts.Surface.FHIR,
                studies,
                resource,
                query,
                http.getRemoteAddr() == null ? "" : http.getRemoteAddr(),
                caller.clientId());
    }

    private static String reference(ServedType type, RequestDetails request) {
        return type.fhirName() + "/"
                + (request.getId() == null ? "" : request.getId().getIdPart());
    }

    private static String query(RequestDetails request) {
        String query = Caller.servletRequest(request).getQueryString();
        if (query != null) {
            return query;
        }
        List<String> form = new ArrayList<>();
        request.getParameters().forEach((name, values) -> form.add(name + "=" + String.join(",", values)));
        return String.join("&", form);
    }
}
