package org.assent.decision.evaluation;

import org.assent.decision.DecisionTime;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.Rule;

/**
 * One purpose of one request at one time: what a rule must match before its data matters.
 *
 * @param requester who asks
 * @param purpose one of the requester's purposes
 * @param time both clocks
 */
public record RuleContext(Requester requester, PurposeOfUse purpose, DecisionTime time) {

    /** Why a rule does not match, in the order in which it is checked. */
    public enum Match {
        MATCHES,
        OTHER_ACTOR,
        OTHER_PURPOSE,
        OUT_OF_PERIOD
    }

    /** Whether the rule is about this actor, purpose and time. */
    public Match match(Rule rule) {
        if (!rule.actors().isEmpty() && rule.actors().stream().noneMatch(this::covers)) {
            return Match.OTHER_ACTOR;
        }
        if (!rule.purposes().isEmpty()
                && rule.purposes().stream().noneMatch(granted -> PurposeCoverage.covers(granted, purpose))) {
            return Match.OTHER_PURPOSE;
        }
        return time.isWithin(rule.period()) ? Match.MATCHES : Match.OUT_OF_PERIOD;
    }

    private boolean covers(Actor actor) {
        return switch (actor) {
            case Actor.ByOrganization all -> all.organization().equals(requester.organization());
            case Actor.ByMember one ->
                one.organization().equals(requester.organization())
                        && one.actor().equals(requester.actor());
        };
    }
}
