package org.assent.custody.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionContext;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.state.OpenConsent;
import org.assent.ledger.state.Subject;

/**
 * The consents of a subject at one height: as committed, and as they will be after pending restrictions. Only what both
 * permit is permitted, so closing a consent that denies waits for its block and closing one that permits does not.
 *
 * @param committed all that are open on the ledger and whose content is known
 * @param remaining those of them that nobody is closing
 * @param missing whether the content of an open one is not known here
 */
record SubjectConsents(List<ConsentInForce> committed, List<ConsentInForce> remaining, boolean missing) {

    /** Of a subject that has none, or of nobody. */
    static final SubjectConsents NONE = new SubjectConsents(List.of(), List.of(), false);

    static SubjectConsents of(Subject subject, ConsentContents contents, PendingRestrictions pending) {
        if (subject.consents().isEmpty()) {
            return NONE;
        }
        List<ConsentInForce> committed = new ArrayList<>();
        List<ConsentInForce> remaining = new ArrayList<>();
        boolean missing = false;
        for (OpenConsent entry : subject.consents()) {
            Optional<ConsentInForce> content = contents.find(entry);
            content.ifPresent(committed::add);
            if (!pending.contains(entry.consent())) {
                content.ifPresent(remaining::add);
                missing |= content.isEmpty();
            }
        }
        return new SubjectConsents(committed, remaining, missing);
    }

    AccessDecision decide(Requester requester, StudyFacts study, Operation operation, DecisionContext context) {
        AccessDecision asCommitted = ConsentDecision.decide(committed, requester, study, operation, context);
        if (!(asCommitted instanceof AccessDecision.Permit) || remaining.size() == committed.size()) {
            return asCommitted;
        }
        AccessDecision afterwards = ConsentDecision.decide(remaining, requester, study, operation, context);
        return afterwards instanceof AccessDecision.Deny deny
                ? new AccessDecision.Deny(deny.reason(), deny.basis().closing(closing()))
                : afterwards;
    }

    private List<ConsentId> closing() {
        return committed.stream()
                .filter(consent -> !remaining.contains(consent))
                .map(ConsentInForce::consent)
                .toList();
    }
}
