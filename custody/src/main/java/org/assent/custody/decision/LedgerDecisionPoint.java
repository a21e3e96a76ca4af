package org.assent.custody.decision;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.assent.custody.chain.ChainAccess;
import org.assent.custody.study.StudyStore;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionBasis;
import org.assent.decision.DecisionContext;
import org.assent.decision.DecisionTime;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.stream.LedgerView;

/**
 * The decision point over the committed state, the openings of this site and what other sites opened to it.
 *
 * <p>Default deny, fail closed. Reads memory only, each decision at one height; the one exception is a study that nobody
 * here has heard of, about which the site's own people ask: then the archive is asked whether it holds it, since it is
 * visible to them from the moment it is stored. For other organizations "not yours", "not registered" and "does not exist"
 * take the same way.
 */
public final class LedgerDecisionPoint implements DecisionPoint, Rehearsal {

    private final OrganizationId own;
    private final ChainAccess chain;
    private final DecisionMemory memory;
    private final Predicate<String> archiveHolds;
    private final Function<SubjectId, Optional<String>> patientOf;
    private final Function<String, Optional<SubjectId>> subjectOf;

    /**
     * Built once by custody.
     *
     * @param archiveHolds whether the archive holds a study that registration has not seen
     * @param patientOf the local Patient of a subject of this site
     * @param subjectOf the subject of a local Patient
     */
    public LedgerDecisionPoint(
            OrganizationId own,
            ChainAccess chain,
            DecisionMemory memory,
            Predicate<String> archiveHolds,
            Function<SubjectId, Optional<String>> patientOf,
            Function<String, Optional<SubjectId>> subjectOf) {
        this.own = own;
        this.chain = chain;
        this.memory = memory;
        this.archiveHolds = archiveHolds;
        this.patientOf = patientOf;
        this.subjectOf = subjectOf;
    }

    @Override
    public AccessDecision decide(Requester requester, String studyInstanceUid, Operation operation) {
        if (!isOwn(requester)) {
            return chain.view()
                    .atOneHeight(view -> foreign(view, requester, studyInstanceUid, operation, looking(view)));
        }
        Optional<AccessDecision> known =
                chain.view().atOneHeight(view -> ownKnown(view, requester, studyInstanceUid, operation, looking(view)));
        return known.orElseGet(() -> ownUnknown(requester, studyInstanceUid, operation));
    }

    @Override
    public Findable findable(Requester requester, Operation operation) {
        return chain.view().atOneHeight(view -> {
            if (!isOwn(requester)) {
                return currentEnoughForOthers()
                        ? new Findable.Only(foreignFindable(view, requester, operation), Map.of(), view.height())
                        : new Findable.Undecided();
            }
            Map<String, OrganizationId> shared = sharedFindable(view, requester, operation);
            if (!policyPermits(
                    ownPolicy(view), requester)) { // a condition "all but" would let in what is not known yet
                Set<String> only = new HashSet<>();
                memory.heldStudies().all().stream()
                        .map(StudyStore.Known::studyInstanceUid)
                        .filter(uid -> isPermit(ownKnown(view, requester, uid, operation, looking(view))))
                        .forEach(only::add);
                return new Findable.Only(only, shared, view.height());
            }
            Set<String> hidden = new HashSet<>();
            for (SubjectId subject : memory.consenting()) {
                memory.heldStudies().of(subject).stream()
                        .filter(uid -> !isPermit(ownKnown(view, requester, uid, operation, looking(view))))
                        .forEach(hidden::add);
            }
            return new Findable.Local(hidden, shared, view.height());
        });
    }

    @Override
    public PatientListing listing(Requester requester, String patientId, Operation operation) {
        Optional<SubjectId> subject = subjectOf.apply(patientId);
        return chain.view().atOneHeight(view -> {
            Looking now = looking(view);
            return PatientListing.of(
                    each(view, requester, subject, operation, now),
                    new DecisionBasis(
                            view.height(),
                            now.time().wall(),
                            subject,
                            (isOwn(requester) ? ownPolicy(view) : foreignPolicy(view)).uri(),
                            List.of(),
                            List.of("A search: each study of the patient was decided about.")));
        });
    }

    @Override
    public SortedMap<String, AccessDecision> decisions(Requester requester, String patientId) {
        Optional<SubjectId> subject = subjectOf.apply(patientId);
        return chain.view().atOneHeight(view -> each(view, requester, subject, Operation.METADATA, looking(view)));
    }

    @Override
    public Change rehearse(Requester requester, String patientId, ProposedConsent proposed) {
        Optional<SubjectId> subject = subjectOf.apply(patientId);
        return chain.view().atOneHeight(view -> {
            Looking now = looking(view).notBefore(proposed.at());
            return new Change(
                    each(view, requester, subject, Operation.METADATA, now),
                    each(view, requester, subject, Operation.METADATA, now.on(known -> known.with(proposed))),
                    each(
                            view,
                            requester,
                            subject,
                            Operation.METADATA,
                            now.on(known -> SubjectConsents.only(proposed))));
        });
    }

    private SortedMap<String, AccessDecision> each(
            LedgerView view, Requester requester, Optional<SubjectId> subject, Operation operation, Looking looking) {
        SortedMap<String, AccessDecision> decisions = new TreeMap<>();
        for (String uid : subject.map(memory.heldStudies()::of).orElse(Set.of())) {
            if (isOwn(requester)) {
                ownKnown(view, requester, uid, operation, looking).ifPresent(decision -> decisions.put(uid, decision));
            } else {
                decisions.put(uid, foreign(view, requester, uid, operation, looking));
            }
        }
        return decisions;
    }

    /** Whether a study held here belongs to a Patient of this site. */
    public boolean belongs(String patientId, String studyInstanceUid) {
        return memory.heldStudies()
                .find(studyInstanceUid)
                .map(StudyStore.Known::subject)
                .flatMap(patientOf)
                .filter(patientId::equals)
                .isPresent();
    }

    /** What a token for the study may say; empty if the study is not permitted. */
    public Optional<TokenFacts> tokenFacts(Requester requester, String studyInstanceUid) {
        if (!(decide(requester, studyInstanceUid, Operation.TOKEN) instanceof AccessDecision.Permit permit)) {
            return Optional.empty();
        }
        Optional<SubjectId> subject =
                memory.heldStudies().find(studyInstanceUid).map(StudyStore.Known::subject);
        Optional<String> patient = subject.flatMap(patientOf);
        return patient.map(patientId -> chain.view().atOneHeight(view -> {
            List<ConsentInForce> consents = subject.flatMap(view::subject)
                    .map(this::consents)
                    .orElse(SubjectConsents.NONE)
                    .remaining();
            DecisionContext context =
                    context(view, subject, isOwn(requester) ? ownPolicy(view) : foreignPolicy(view), looking(view));
            List<ConsentInForce> relied = permit.basis().consents();
            return new TokenFacts(
                    permit,
                    patientId,
                    relied.stream().map(ConsentInForce::reference).toList(),
                    relied.isEmpty()
                            ? List.of(permit.basis().policy())
                            : relied.stream()
                                    .map(consent -> consent.terms().policy())
                                    .distinct()
                                    .toList(),
                    ConsentDecision.residuals(consents, requester, context),
                    ConsentDecision.holdsUntil(consents, context.time()));
        }));
    }

    /**
     * Whether a consent of a study held here opens the study to a requester, as one among the consents in force, at this
     * site's clock. For share packages; a request is decided by {@link #decide}.
     */
    public boolean opens(ConsentId consent, Requester requester, String studyInstanceUid) {
        return chain.view().atOneHeight(view -> {
            Optional<StudyStore.Known> study = memory.heldStudies().find(studyInstanceUid);
            Optional<Subject> subject = study.flatMap(known -> view.subject(known.subject()))
                    .filter(known -> !known.leaf().frozen());
            if (subject.isEmpty()) {
                return false;
            }
            Instant now = chain.clock().instant();
            DecisionContext context = new DecisionContext(
                    study.map(StudyStore.Known::subject),
                    ImplicitPolicy.DENY,
                    new DecisionTime(now, now),
                    view.height());
            SubjectConsents consents = consents(subject.orElseThrow());
            return !consents.missing()
                    && consents.remaining().stream()
                            .anyMatch(known -> known.consent().equals(consent))
                    && consents.decide(requester, facts(studyInstanceUid, study), Operation.SEARCH, context)
                            instanceof AccessDecision.Permit permit
                    && permit.basis().consents().stream()
                            .anyMatch(relied -> relied.consent().equals(consent));
        });
    }

    /** The consents of a subject that are in force and that nobody is closing, as far as their content is known here. */
    public List<ConsentInForce> inForce(SubjectId subject) {
        return chain.view().atOneHeight(view -> view.subject(subject)
                .map(known -> consents(known).remaining())
                .orElse(List.of()));
    }

    /** The studies of a subject that are held here and on the ledger. */
    public Set<String> registered(SubjectId subject) {
        return chain.view().atOneHeight(view -> memory.heldStudies().of(subject).stream()
                .filter(uid -> memory.heldStudies()
                        .find(uid)
                        .flatMap(known -> view.study(known.ref()))
                        .filter(leaf -> !leaf.withdrawn())
                        .isPresent())
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void onChange(Consumer<SubjectId> listener) {
        memory.notifier().add(listener);
    }

    @Override
    public boolean currentEnoughForOthers() {
        return chain.current();
    }

    private AccessDecision foreign(
            LedgerView view, Requester requester, String uid, Operation operation, Looking looking) {
        if (!currentEnoughForOthers()) {
            return undecided(AccessDecision.Cause.STALE, view, Optional.empty(), "The newest block is too old.");
        }
        boolean registered = view.organization(requester.organization())
                .filter(organization -> !organization.suspended())
                .isPresent();
        if (!registered) {
            return deny(
                    AccessDecision.Reason.UNKNOWN_REQUESTER,
                    view,
                    Optional.empty(),
                    "The requesting organization is not registered or is suspended.");
        }
        Optional<StudyStore.Known> study = memory.heldStudies().find(uid);
        Optional<StudyLeaf> leaf = study.flatMap(known -> view.study(known.ref()));
        Optional<Subject> subject = study.flatMap(known -> view.subject(known.subject()));
        SubjectConsents consents =
                looking.consents().apply(subject.map(this::consents).orElse(SubjectConsents.NONE));
        Optional<SubjectId> subjectId = study.map(StudyStore.Known::subject);
        AccessDecision decision = consents.decide(
                requester, facts(uid, study), operation, context(view, subjectId, foreignPolicy(view), looking));
        if (study.isEmpty()) {
            return deny(AccessDecision.Reason.UNKNOWN_STUDY, view, subjectId, "There is no such study here.");
        }
        if (subject.isEmpty()
                || leaf.filter(registration -> !registration.withdrawn()).isEmpty()) {
            return deny(
                    AccessDecision.Reason.NOT_REGISTERED, view, subjectId, "The study is not registered or withdrawn.");
        }
        if (subject.orElseThrow().leaf().frozen()
                || subjectId.filter(memory.pending()::isFreezing).isPresent()) {
            return deny(AccessDecision.Reason.FROZEN, view, subjectId, "The subject is frozen.");
        }
        if (consents.missing()) {
            return undecided(
                    AccessDecision.Cause.CONTENT_MISSING,
                    view,
                    subjectId,
                    "The content of an open consent is missing.");
        }
        return decision;
    }

    private Set<String> foreignFindable(LedgerView view, Requester requester, Operation operation) {
        Set<String> candidates = new HashSet<>();
        if (policyPermits(foreignPolicy(view), requester)) {
            memory.heldStudies().all().forEach(study -> candidates.add(study.studyInstanceUid()));
        } else { // without a consent nothing is permitted
            memory.consenting()
                    .forEach(subject -> candidates.addAll(memory.heldStudies().of(subject)));
        }
        candidates.removeIf(
                uid -> !(foreign(view, requester, uid, operation, looking(view)) instanceof AccessDecision.Permit));
        return candidates;
    }

    /** Empty if the study is neither known to be held here nor shared with this site. */
    private Optional<AccessDecision> ownKnown(
            LedgerView view, Requester requester, String uid, Operation operation, Looking looking) {
        Optional<StudyStore.Known> study = memory.heldStudies().find(uid);
        if (study.isPresent()) {
            SubjectId subject = study.orElseThrow().subject();
            SubjectConsents consents = looking.consents()
                    .apply(view.subject(subject).map(this::consents).orElse(SubjectConsents.NONE));
            return Optional.of(consents.decide(
                    requester,
                    facts(uid, study),
                    operation,
                    context(view, Optional.of(subject), ownPolicy(view), looking)));
        }
        return memory.shared().of(uid).isEmpty()
                ? Optional.empty()
                : Optional.of(shared(view, requester, uid, operation, looking));
    }

    private AccessDecision shared(
            LedgerView view, Requester requester, String uid, Operation operation, Looking looking) {
        if (!currentEnoughForOthers()) {
            return undecided(AccessDecision.Cause.STALE, view, Optional.empty(), "The newest block is too old.");
        }
        List<SharedIndex.Share> open = memory.shared().open(uid, view);
        if (open.isEmpty()) {
            return deny(
                    AccessDecision.Reason.NO_PERMIT, view, Optional.empty(), "No permission that names it is open.");
        }
        SharedIndex.Share first = open.getFirst();
        return ConsentDecision.decide(
                open.stream().map(SharedIndex.Share::consent).toList(),
                requester,
                first.facts(),
                operation,
                context(view, Optional.of(first.subject()), ImplicitPolicy.DENY, looking));
    }

    private AccessDecision ownUnknown(Requester requester, String uid, Operation operation) {
        LedgerView view = chain.view();
        return archiveHolds.test(uid)
                ? ConsentDecision.decide(
                        List.of(),
                        requester,
                        facts(uid, Optional.empty()),
                        operation,
                        context(view, Optional.empty(), ownPolicy(view), looking(view)))
                : deny(AccessDecision.Reason.UNKNOWN_STUDY, view, Optional.empty(), "There is no such study here.");
    }

    private Map<String, OrganizationId> sharedFindable(LedgerView view, Requester requester, Operation operation) {
        Map<String, OrganizationId> permitted = new HashMap<>();
        for (String uid : memory.shared().studies()) {
            if (memory.heldStudies().find(uid).isEmpty()
                    && isPermit(ownKnown(view, requester, uid, operation, looking(view)))) {
                memory.shared().sourceOf(uid, view).ifPresent(source -> permitted.put(uid, source));
            }
        }
        return permitted;
    }

    private static boolean isPermit(Optional<AccessDecision> decision) {
        return decision.filter(AccessDecision.Permit.class::isInstance).isPresent();
    }

    private boolean isOwn(Requester requester) {
        return requester.organization().equals(own);
    }

    private SubjectConsents consents(Subject subject) {
        return SubjectConsents.of(subject, memory.contents(), memory.pending());
    }

    private StudyFacts facts(String uid, Optional<StudyStore.Known> study) {
        return new StudyFacts(uid, own, study.flatMap(StudyStore.Known::started), Set.of());
    }

    private ImplicitPolicy ownPolicy(LedgerView view) {
        return view.organization(own)
                .map(leaf -> ImplicitPolicy.fromUri(leaf.profile().ownPolicy()))
                .orElse(ImplicitPolicy.BASIC_NORMAL);
    }

    private ImplicitPolicy foreignPolicy(LedgerView view) {
        return view.organization(own)
                .map(OrganizationLeaf::profile)
                .map(profile -> ImplicitPolicy.fromUri(profile.foreignPolicy()))
                .orElse(ImplicitPolicy.DENY);
    }

    private static boolean policyPermits(ImplicitPolicy policy, Requester requester) {
        for (PurposeOfUse purpose : requester.purposes()) {
            if (!policy.permits(purpose)) {
                return false;
            }
        }
        return true;
    }

    private static DecisionContext context(
            LedgerView view, Optional<SubjectId> subject, ImplicitPolicy policy, Looking looking) {
        return new DecisionContext(subject, policy, looking.time(), view.height());
    }

    /** As every request is decided: by the clocks of now, on the consents that there are. */
    private Looking looking(LedgerView view) {
        return new Looking(new DecisionTime(now(), view.blockTime()), UnaryOperator.identity());
    }

    /**
     * When, and on what.
     *
     * @param consents makes those that are decided on from those that there are
     */
    private record Looking(DecisionTime time, UnaryOperator<SubjectConsents> consents) {

        /** On other consents, at the same time. */
        Looking on(UnaryOperator<SubjectConsents> others) {
            return new Looking(time, others);
        }

        /** At a later time by both clocks, if it is later. */
        Looking notBefore(Instant instant) {
            return new Looking(new DecisionTime(later(time.wall(), instant), later(time.block(), instant)), consents);
        }

        private static Instant later(Instant a, Instant b) {
            return a.isBefore(b) ? b : a;
        }
    }

    private AccessDecision deny(
            AccessDecision.Reason reason, LedgerView view, Optional<SubjectId> subject, String sentence) {
        return new AccessDecision.Deny(reason, basis(view, subject, sentence));
    }

    private AccessDecision undecided(
            AccessDecision.Cause cause, LedgerView view, Optional<SubjectId> subject, String sentence) {
        return new AccessDecision.Undecided(cause, basis(view, subject, sentence));
    }

    private DecisionBasis basis(LedgerView view, Optional<SubjectId> subject, String sentence) {
        return new DecisionBasis(
                view.height(), now(), subject, foreignPolicy(view).uri(), List.of(), List.of(sentence));
    }

    /** Whole milliseconds: what a receipt says is then exactly the time that was decided at. */
    private Instant now() {
        return chain.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
