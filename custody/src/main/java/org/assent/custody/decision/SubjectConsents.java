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

    /** Stands for the id of a consent that is on no ledger. */
    private static final ConsentId PROPOSED = ConsentId.of(new byte[16]);

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

    /** As they would be with a proposed one in force, in place of that with its reference. */
    SubjectConsents with(ProposedConsent proposed) {
        return new SubjectConsents(with(committed, proposed), with(remaining, proposed), missing);
    }

    /** The proposed one alone, without what would keep the subject's other consents undecided. */
    static SubjectConsents only(ProposedConsent proposed) {
        return NONE.with(proposed);
    }

    private static List<ConsentInForce> with(List<ConsentInForce> consents, ProposedConsent proposed) {
        Optional<ConsentInForce> replaced = consents.stream()
                .filter(consent -> consent.reference().equals(proposed.reference()))
                .findFirst();
        List<ConsentInForce> with = new ArrayList<>(consents);
        replaced.ifPresent(with::remove);
        proposed.terms()
                .map(terms -> new ConsentInForce(
                        replaced.map(ConsentInForce::consent).orElse(PROPOSED),
                        replaced.map(consent -> consent.sequence() + 1).orElse(1L),
                        proposed.reference(),
                        terms))
                .ifPresent(with::add);
        return List.copyOf(with);
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
