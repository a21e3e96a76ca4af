package org.assent.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assent.decision.evaluation.SelectionCoverage;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.Effect;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The decision, the same as a set, and a model that shares no code with them must always agree. */
@Tag("PCF-TOK-09")
class IndependentModelTest {

    private static final int CASES = 30_000;

    @Test
    void shouldAgreeWithTheModelAndTheSetWhenConsentsAndRequestsAreRandom() {
        Random random = Seeds.random("IndependentModelTest");
        RandomConsents world = new RandomConsents(random);
        Map<AccessDecision.Reason, Integer> reasons = new EnumMap<>(AccessDecision.Reason.class);
        int permitted = 0;
        for (int i = 0; i < CASES; i++) {
            List<ConsentInForce> consents = world.consents();
            Requester requester = world.requester();
            DecisionContext context = world.context();
            PermittedData data = ConsentDecision.permitted(consents, requester, context);
            StudyFacts study = world.study();

            AccessDecision decision = ConsentDecision.decide(consents, requester, study, Operation.SEARCH, context);
            Optional<AccessDecision.Reason> expected =
                    NaiveDecision.decide(consents, requester, study, context.policy(), context.time());

            boolean permits = decision instanceof AccessDecision.Permit;
            assertThat(permits)
                    .as("case %d: %s %s %s %s", i, consents, requester, study, context)
                    .isEqualTo(expected.isEmpty());
            assertThat(data.permits(study))
                    .as("case %d as a set %s: %s %s %s %s", i, data, consents, requester, study, context)
                    .isEqualTo(permits);
            if (permits) {
                permitted++;
            } else {
                AccessDecision.Reason reason = ((AccessDecision.Deny) decision).reason();
                reasons.merge(reason, 1, Integer::sum);
                assertThat(reason).as("case %d", i).isEqualTo(expected.orElseThrow());
            }
        }
        assertThat(permitted).isGreaterThan(CASES / 10);
        assertThat(reasons.values()).hasSize(2).allMatch(count -> count > CASES / 10);
    }

    @Test
    void shouldDecideTheSameWhenConsentsComeInAnotherOrder() {
        Random random = Seeds.random("IndependentModelTest.order");
        RandomConsents world = new RandomConsents(random);
        for (int i = 0; i < 2_000; i++) {
            List<ConsentInForce> consents = new ArrayList<>(world.consents());
            Requester requester = world.requester();
            DecisionContext context = world.context();
            StudyFacts study = world.study();
            AccessDecision decision = ConsentDecision.decide(consents, requester, study, Operation.TOKEN, context);
            Collections.shuffle(consents, random);
            assertThat(ConsentDecision.decide(consents, requester, study, Operation.TOKEN, context))
                    .isEqualTo(decision);
        }
    }

    @Test
    @Tag("PCF-TOK-03")
    void shouldNeverLetMoreFlowThanPermittedWhenResidualsAreApplied() {
        Random random = Seeds.random("IndependentModelTest.residuals");
        RandomConsents world = new RandomConsents(random);
        int exact = 0;
        int flowing = 0;
        for (int i = 0; i < 20_000; i++) {
            List<ConsentInForce> consents = world.consents();
            Requester requester = world.requester();
            DecisionContext context = world.context();
            StudyFacts study = world.study();
            boolean permitted =
                    ConsentDecision.permitted(consents, requester, context).permits(study);
            boolean flows = flows(ConsentDecision.residuals(consents, requester, context), study);
            if (flows) {
                assertThat(permitted)
                        .as("case %d: %s %s %s %s", i, consents, requester, study, context)
                        .isTrue();
                flowing++;
            }
            exact += flows == permitted ? 1 : 0;
        }
        assertThat(flowing).isGreaterThan(2_000);
        assertThat(exact).as("most sets can be said").isGreaterThan(18_000);
    }

    @Test
    @Tag("PCF-TOK-06")
    void shouldHoldUntilTheNextBoundWhenNothingElseChanges() {
        Random random = Seeds.random("IndependentModelTest.until");
        RandomConsents world = new RandomConsents(random);
        for (int i = 0; i < 5_000; i++) {
            List<ConsentInForce> consents = world.consents();
            Requester requester = world.requester();
            DecisionContext now = world.context();
            StudyFacts study = world.study();
            Optional<Instant> until = ConsentDecision.holdsUntil(consents, now.time());
            DecisionTime later = until.map(bound -> new DecisionTime(
                            latest(now.time().wall(), bound.minusSeconds(1)),
                            latest(now.time().block(), bound.minusSeconds(1))))
                    .orElse(new DecisionTime(
                            now.time().wall().plusSeconds(999_999),
                            now.time().block().plusSeconds(999_999)));
            DecisionContext then = new DecisionContext(now.subject(), now.policy(), later, now.height());
            if (until.isEmpty()
                    || until.get().isAfter(latest(now.time().wall(), now.time().block()))) {
                assertThat(ConsentDecision.permitted(consents, requester, then).permits(study))
                        .as("case %d", i)
                        .isEqualTo(ConsentDecision.permitted(consents, requester, now)
                                .permits(study));
            }
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** What an enforcement point does with residuals (PCF): a matching permit overrides a forbid. */
    private static boolean flows(List<Residual> residuals, StudyFacts study) {
        boolean forbidden = residuals.stream()
                .anyMatch(residual -> residual.type() == Residual.Type.FORBID && selects(residual, study));
        boolean permitted = residuals.stream()
                .anyMatch(residual -> residual.type() == Residual.Type.PERMIT && selects(residual, study));
        return permitted || !forbidden;
    }

    private static boolean selects(Residual residual, StudyFacts study) {
        return SelectionCoverage.covers(
                residual.data(), residual.type() == Residual.Type.FORBID ? Effect.DENY : Effect.PERMIT, study);
    }
}
