package org.assent.site.receipts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.audit.AccessEntry;
import org.assent.audit.LoggedDecision;
import org.assent.decision.ListedStudy;
import org.assent.decision.request.Requester;
import org.assent.ledger.cache.RecentlyUsed;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;

/**
 * Listings of the last minute, so that searches that rest on the same decision share its receipt, whatever each of them looked
 * for. Bounded; what is forgotten only costs a receipt more. For one thread.
 */
final class RecentListings {

    private static final Duration SHARED_WITHIN = Duration.ofSeconds(60);
    private static final int MOST = 1_000;

    /** What makes decisions equal: who asked, why, about whom, and what each study's decision rested on. */
    private record Decision(
            Requester requester,
            SubjectId subject,
            List<ListedStudy> listed,
            List<LoggedDecision.ReliedConsent> consents,
            List<ConsentId> closing) {}

    private record Made(String receiptId, Instant decidedAt) {}

    private final RecentlyUsed<Decision, Made> recent = new RecentlyUsed<>(MOST);

    /** The receipt of an equal decision at most 60 s before; empty for what is no listing, too. */
    Optional<String> equalTo(AccessEntry entry) {
        return listing(entry)
                .flatMap(opened -> Optional.ofNullable(recent.get(decision(opened)))
                        .filter(made -> !opened.decision()
                                .decidedAt()
                                .isAfter(made.decidedAt().plus(SHARED_WITHIN))))
                .map(Made::receiptId);
    }

    /** There is a receipt of this one. */
    void add(AccessEntry entry) {
        listing(entry).ifPresent(opened -> {
            recent.put(
                    decision(opened),
                    new Made(opened.receiptId(), opened.decision().decidedAt()));
        });
    }

    /** Nothing is certain any more. */
    void clear() {
        recent.clear();
    }

    private static Optional<AccessEntry.Opened> listing(AccessEntry entry) {
        return entry instanceof AccessEntry.Opened opened
                        && opened.decision().subject().isPresent()
                        && !opened.decision().listed().isEmpty()
                ? Optional.of(opened)
                : Optional.empty();
    }

    private static Decision decision(AccessEntry.Opened opened) {
        LoggedDecision decision = opened.decision();
        return new Decision(
                opened.facts().requester(),
                decision.subject().orElseThrow(),
                decision.listed(),
                decision.consents(),
                decision.closing());
    }
}
