package org.assent.dicomweb.enforcement;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assent.audit.AccessHandle;
import org.assent.audit.AccessLog;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.custody.decision.DecisionPoint;
import org.assent.custody.decision.Findable;
import org.assent.custody.decision.PatientListing;
import org.assent.decision.AccessDecision;
import org.assent.decision.AccessDecision.Cause;
import org.assent.decision.AccessDecision.Deny;
import org.assent.decision.AccessDecision.Permit;
import org.assent.decision.AccessDecision.Reason;
import org.assent.decision.AccessDecision.Undecided;
import org.assent.decision.DecisionBasis;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.dicomweb.http.Exchange;

/**
 * The one place where DICOMweb asks the decision point: facts, decision, audit, answer, in this order.
 *
 * <p>Fail-closed: only a {@link Permit} reaches the action. A refusal and a study that does not exist take the same way and
 * give the same answer; every answer names a receipt. Thread-safe.
 */
public final class Enforcement {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String NARROWED = "A search: only studies that the decision permits were looked for.";
    private static final String MISSING = "There is no such resource here, or it is not disclosed to you.";

    private final DecisionPoint decisions;
    private final AccessLog log;
    private final PatientBinding patients;
    private final TransferRegistry transfers;
    private final Clock clock;

    /** Cuts what runs when the decision point announces a change. */
    public Enforcement(
            DecisionPoint decisions, AccessLog log, PatientBinding patients, TransferRegistry transfers, Clock clock) {
        this.decisions = decisions;
        this.log = log;
        this.patients = patients;
        this.transfers = transfers;
        this.clock = clock;
        decisions.onChange(subject -> transfers.recheck());
    }

    /** The answer to whatever does not exist or is not disclosed. */
    public static ProblemException missing() {
        return new ProblemException(ProblemKind.NOT_FOUND, MISSING);
    }

    /**
     * Decides about one study, logs, and lets the action write; refuses with 404, or with 503 while the site cannot decide.
     *
     * @throws ProblemException if refused, or as the action throws it
     */
    public void release(Exchange exchange, String study, Operation operation, Release.Action action)
            throws IOException {
        Requester requester = exchange.requester();
        long seen = transfers.changes();
        AccessDecision decision = decide(exchange.principal(), requester, study, operation);
        switch (decision) {
            case Permit permit -> {
                Transfer transfer =
                        new Transfer(() -> decide(exchange.principal(), requester, study, operation) instanceof Permit);
                AccessHandle handle =
                        log.permitted(RequestFacts.of(exchange, requester, operation, List.of(study)), permit);
                run(exchange, handle, transfer, seen, action);
            }
            case Deny deny -> throw refused(exchange, requester, List.of(study), operation, deny, missing());
            case Undecided undecided ->
                throw refused(exchange, requester, List.of(study), operation, undecided, answerTo(undecided));
        }
    }

    /**
     * Takes the decision's condition for a search, logs, and lets the action write.
     *
     * @param named studies that the search names, possibly none
     */
    public void list(Exchange exchange, List<String> named, ListingAction action) throws IOException {
        Principal principal = exchange.principal();
        Requester requester = exchange.requester();
        if (principal instanceof Principal.Peer peer) {
            listFor(peer, exchange, requester, named, action);
            return;
        }
        switch (decisions.findable(requester, Operation.SEARCH)) {
            case Findable.Only only -> {
                Listing listing = new Listing.Only(only.studyInstanceUids(), only.shared());
                list(exchange, named, listing, basis(only.height(), ImplicitPolicy.DENY, NARROWED), action);
            }
            case Findable.Local local -> {
                Listing listing = new Listing.Local(local.hidden(), local.shared());
                list(exchange, named, listing, basis(local.height(), ImplicitPolicy.BASIC_NORMAL, NARROWED), action);
            }
            case Findable.Undecided ignored -> throw staleSearch(exchange, requester, named);
        }
    }

    /** Another organization's token is about one patient, so the search rests on the decisions about that one's studies. */
    private void listFor(
            Principal.Peer peer, Exchange exchange, Requester requester, List<String> named, ListingAction action)
            throws IOException {
        PatientListing found = decisions.listing(requester, peer.patientId(), Operation.SEARCH);
        if (!decisions.currentEnoughForOthers()) {
            throw staleSearch(exchange, requester, named);
        }
        Set<String> studies = found.permitted().stream()
                .filter(study -> isBound(peer, requester, study))
                .collect(Collectors.toSet());
        list(exchange, named, new Listing.Only(studies, Map.of()), found.basis(), action);
    }

    private ProblemException staleSearch(Exchange exchange, Requester requester, List<String> named) {
        Undecided decision = new Undecided(Cause.STALE, basis(0, ImplicitPolicy.DENY, "The ledger is stale."));
        return refused(exchange, requester, named, Operation.SEARCH, decision, answerTo(decision));
    }

    /** Writes the answer to a search. */
    @FunctionalInterface
    public interface ListingAction {
        /** Searches under the condition and writes what is found. */
        void write(Listing listing, Release release) throws IOException;
    }

    private void list(Exchange exchange, List<String> named, Listing listing, DecisionBasis basis, ListingAction action)
            throws IOException {
        AccessHandle handle = log.permitted(
                RequestFacts.of(exchange, exchange.requester(), Operation.SEARCH, named), new Permit(basis));
        run(exchange, handle, new Transfer(() -> true), transfers.changes(), release -> action.write(listing, release));
    }

    private void run(Exchange exchange, AccessHandle handle, Transfer transfer, long seen, Release.Action action)
            throws IOException {
        exchange.response().setHeader(RequestContext.RECEIPT_HEADER, handle.receiptId());
        Release release = new Release(exchange.response(), transfer);
        transfers.add(transfer, seen);
        int status = ProblemKind.INTERNAL.status();
        try {
            action.write(release);
            status = exchange.response().getStatus();
        } catch (ProblemException e) {
            status = e.problem().kind().status();
            throw e;
        } catch (IOException e) {
            status = exchange.response().getStatus();
            throw cutOr(e, exchange, transfer);
        } finally {
            transfers.remove(transfer);
            handle.completed(status, release.instances(), release.bytes(), transfer.isCut());
        }
    }

    private static IOException cutOr(IOException failure, Exchange exchange, Transfer transfer) {
        if (!transfer.isCut()) {
            return failure;
        }
        if (!exchange.response().isCommitted()) {
            throw missing();
        }
        return new TransferCutException();
    }

    private ProblemException refused(
            Exchange exchange,
            Requester requester,
            List<String> studies,
            Operation operation,
            AccessDecision decision,
            ProblemException answer) {
        AccessHandle handle = log.refused(RequestFacts.of(exchange, requester, operation, studies), decision);
        exchange.response().setHeader(RequestContext.RECEIPT_HEADER, handle.receiptId());
        handle.completed(answer.problem().kind().status(), 0, 0, false);
        return answer;
    }

    private AccessDecision decide(Principal principal, Requester requester, String study, Operation operation) {
        AccessDecision decision = decisions.decide(requester, study, operation);
        if (!currentFor(principal)) {
            return new Undecided(Cause.STALE, decision.basis());
        }
        return decision instanceof Permit && !isBound(principal, requester, study)
                ? new Deny(Reason.NO_PERMIT, decision.basis())
                : decision;
    }

    private boolean currentFor(Principal principal) {
        return !(principal instanceof Principal.Peer) || decisions.currentEnoughForOthers();
    }

    private boolean isBound(Principal principal, Requester requester, String study) {
        return !(principal instanceof Principal.Peer peer) || patients.covers(requester, peer.patientId(), study);
    }

    private static ProblemException answerTo(Undecided undecided) {
        return switch (undecided.cause()) {
            case STALE ->
                new ProblemException(new Problem(
                        ProblemKind.UNAVAILABLE,
                        "This site has not heard from the ledger for too long to decide; try again later.",
                        Optional.of(RETRY_AFTER)));
            case CONTENT_MISSING -> missing();
        };
    }

    private DecisionBasis basis(long height, ImplicitPolicy policy, String explanation) {
        return new DecisionBasis(
                height, clock.instant(), Optional.empty(), policy.uri(), List.of(), List.of(explanation));
    }
}
