package org.assent.receipt;

import java.util.List;
import java.util.Optional;
import org.assent.decision.AccessDecision;
import org.assent.decision.ConsentDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionContext;
import org.assent.decision.DecisionTime;
import org.assent.decision.ImplicitPolicy;
import org.assent.ledger.state.StudyLeaf;

/**
 * The decision of a source, computed from the proven state: for other organizations the order of checks is requester, study,
 * freezing, consents; for the source's own people only the consents count. Permitted only if the consents permit with and
 * without those that are closing. Pure.
 */
final class Recomputation {

    private final Receipt receipt;
    private final ProvenState state;

    Recomputation(Receipt receipt, ProvenState state) {
        this.receipt = receipt;
        this.state = state;
    }

    /** The decision about one of the studies. */
    StudyDecision decide(int study) {
        Statement statement = receipt.statement();
        StudyDecision stated = statement.decisions().get(study);
        Optional<AccessDecision.Reason> barred =
                own() ? Optional.empty() : barred(state.studies().get(study));
        if (barred.isPresent()) {
            return new StudyDecision(stated.study(), barred, policy().uri());
        }
        AccessDecision committed = decide(state.consents(), study);
        if (committed instanceof AccessDecision.Permit && !statement.closing().isEmpty()) {
            committed = decide(
                    state.consents().stream()
                            .filter(consent -> !statement.closing().contains(consent.consent()))
                            .toList(),
                    study);
        }
        return StudyDecision.of(stated.study(), committed);
    }

    private boolean own() {
        return receipt.request()
                .requester()
                .organization()
                .equals(receipt.statement().source());
    }

    /** What keeps another organization away whatever the consents say. */
    private Optional<AccessDecision.Reason> barred(Optional<StudyLeaf> study) {
        // the recipient's view does not show its own standing
        if (receipt.view() == View.PATIENT
                && state.requester().filter(leaf -> !leaf.suspended()).isEmpty()) {
            return Optional.of(AccessDecision.Reason.UNKNOWN_REQUESTER);
        }
        if (state.subject().isEmpty() || study.filter(leaf -> !leaf.withdrawn()).isEmpty()) {
            return Optional.of(AccessDecision.Reason.NOT_REGISTERED);
        }
        if (state.subject().get().frozen()) {
            return Optional.of(AccessDecision.Reason.FROZEN);
        }
        return Optional.empty();
    }

    private AccessDecision decide(List<ConsentInForce> consents, int study) {
        Statement statement = receipt.statement();
        return ConsentDecision.decide(
                consents,
                receipt.request().requester(),
                receipt.request().studies().get(study).facts(statement.source()),
                receipt.request().operation(),
                new DecisionContext(
                        Optional.of(statement.subject()),
                        policy(),
                        new DecisionTime(statement.time(), statement.blockTime()),
                        statement.height()));
    }

    private ImplicitPolicy policy() {
        return ImplicitPolicy.fromUri(
                own()
                        ? state.source().profile().ownPolicy()
                        : state.source().profile().foreignPolicy());
    }
}
