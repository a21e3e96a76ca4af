package org.assent.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;

/** An access that further requests may join, unless it is a search. Guarded by the log's lock. */
final class OpenAccess {

    /**
     * What makes requests one access: who asks, why, in which session, through which interface, to do what with what, and
     * on which decision.
     *
     * @param target the studies; where none is named, the resource
     * @param policy the policy that decided
     * @param consents the consents relied on, each with its revision
     */
    record Key(
            OrganizationId organization,
            String actor,
            Set<PurposeOfUse> purposes,
            String session,
            AccessFacts.Surface surface,
            Operation operation,
            List<String> target,
            String policy,
            List<LoggedDecision.ReliedConsent> consents) {

        static Key of(AccessFacts facts, AccessDecision.Permit permit, LoggedDecision decision) {
            return new Key(
                    facts.requester().organization(),
                    facts.requester().actor(),
                    facts.requester().purposes(),
                    facts.session(),
                    facts.surface(),
                    facts.operation(),
                    facts.studyInstanceUids().isEmpty() ? List.of(facts.resource()) : facts.studyInstanceUids(),
                    permit.basis().policy(),
                    decision.consents());
        }

        /**
         * Whether other requests may join. Each search is an access of its own, whatever it listed: an id that comes again, or
         * does not, would say whether something about the patient's studies has changed, also about those that are hidden.
         */
        boolean shared() {
            return operation != Operation.SEARCH;
        }
    }

    private final Key key;
    private final String receiptId;
    private final long opening;
    private final Instant openedAt;
    private Instant lastActive;
    private long requests = 1;
    private long running = 1;
    private long unfinished;
    private long instances;
    private long bytes;
    private long cut;
    private boolean noMore;

    OpenAccess(Key key, String receiptId, long opening, Instant openedAt) {
        this.key = key;
        this.receiptId = receiptId;
        this.opening = opening;
        this.openedAt = openedAt;
        this.lastActive = openedAt;
        this.noMore = !key.shared();
    }

    Key key() {
        return key;
    }

    /** Of the decision that opened it. */
    String receiptId() {
        return receiptId;
    }

    long opening() {
        return opening;
    }

    long requests() {
        return requests;
    }

    /** Whether a request may still join. */
    boolean joinable(Instant now, Duration window, Duration quiet) {
        return !noMore && now.isBefore(openedAt.plus(window)) && (running > 0 || now.isBefore(lastActive.plus(quiet)));
    }

    void join(Instant now) {
        requests++;
        running++;
        lastActive = now;
    }

    void completed(Instant now, long sentInstances, long sentBytes, boolean wasCut) {
        running--;
        instances += sentInstances;
        bytes += sentBytes;
        lastActive = now;
        if (wasCut) {
            cut++;
            noMore = true;
        }
    }

    /** Nothing may join any more; what runs may end. */
    void endJoining() {
        noMore = true;
    }

    /** Ends it although requests may still run; they count as everything. */
    void abandon() {
        noMore = true;
        unfinished = running;
        running = 0;
    }

    /** Whether nothing can join any more and nothing runs. */
    boolean over(Instant now, Duration window, Duration quiet) {
        return running == 0 && !joinable(now, window, quiet);
    }

    AccessCounts counts() {
        return new AccessCounts(requests, unfinished, instances, bytes, cut);
    }

    AccessEntry.Ending ending() {
        if (cut > 0) {
            return AccessEntry.Ending.CUT;
        }
        return unfinished > 0 ? AccessEntry.Ending.STOPPED : AccessEntry.Ending.OVER;
    }
}
