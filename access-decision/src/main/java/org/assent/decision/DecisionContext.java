package org.assent.decision;

import java.util.Optional;
import org.assent.ledger.identity.SubjectId;

/**
 * Under what a decision is made, besides consents and request.
 *
 * @param subject whose data it is; empty if the site has none for it yet
 * @param policy the implicit policy in effect between the deciding site and the requester
 * @param time both clocks
 * @param height ledger height that the consents were read at
 */
public record DecisionContext(Optional<SubjectId> subject, ImplicitPolicy policy, DecisionTime time, long height) {}
