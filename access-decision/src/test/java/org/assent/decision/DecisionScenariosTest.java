package org.assent.decision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.DataSelection;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.SubjectId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decision vectors: IHE PCF T01 to T20 (T19 is about a token's life and is tested where tokens are) and one file for
 * each rule of the evaluation of consents that they leave open.
 */
@Tag("PCF-TOK-02")
@Tag("PCF-TOK-05")
@Tag("PCF-TOK-09")
class DecisionScenariosTest {

    private static final Optional<SubjectId> SUBJECT = Optional.of(new SubjectId(Bytes32.fromHex("55".repeat(32))));
    private static final long HEIGHT = 42;

    static Stream<Scenario> scenarios() {
        return Scenario.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Tag("PCF-TOK-08")
    @Tag("TH-24")
    void shouldDecideAsTheVectorSaysWhenAsked(Scenario scenario) {
        List<ConsentInForce> consents = consents(scenario);
        for (Scenario.Request request : scenario.requests()) {
            Requester requester =
                    ScenarioWorld.requester(request.organization(), request.actor(), request.allPurposes());
            AccessDecision decision = ConsentDecision.decide(
                    consents, requester, ScenarioWorld.study(request.study()), Operation.RETRIEVE, context(scenario));
            switch (decision) {
                case AccessDecision.Permit permit ->
                    assertThat("permit").as("%s", request).isEqualTo(request.expect());
                case AccessDecision.Deny deny -> {
                    assertThat("deny").as("%s", request).isEqualTo(request.expect());
                    assertThat(deny.reason().name()).as("%s", request).isEqualTo(request.reason());
                }
                case AccessDecision.Undecided undecided -> throw new AssertionError("undecided: " + request);
            }
            if (request.decidedBy() != null) {
                assertThat(decision.basis().consents().stream().map(DecisionScenariosTest::name))
                        .as("%s", request)
                        .containsExactlyInAnyOrderElementsOf(request.decidedBy());
            }
            assertThat(decision.basis().height()).isEqualTo(HEIGHT);
            assertThat(decision.basis().subject()).isEqualTo(SUBJECT);
            assertThat(decision.basis().explanation())
                    .hasSize(request.allPurposes().size() * (consents.size() + 1))
                    .allMatch(sentence -> sentence.endsWith("."));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Tag("PCF-TOK-01")
    @Tag("PCF-TOK-03")
    void shouldLeaveTheVectorsResidualsWhenATokenIsIssued(Scenario scenario) {
        List<ConsentInForce> consents = consents(scenario);
        Scenario.Token token = scenario.token();
        Requester requester = ScenarioWorld.requester(token.organization(), token.actor(), List.of(token.purpose()));

        PermittedData data = ConsentDecision.permitted(consents, requester, context(scenario));
        assertThat(describe(data)).isEqualTo(describe(token.data()));

        for (StudyFacts study : ScenarioWorld.studies()) {
            AccessDecision decision =
                    ConsentDecision.decide(consents, requester, study, Operation.TOKEN, context(scenario));
            assertThat(decision instanceof AccessDecision.Permit).isEqualTo(data.permits(study));
            if (decision instanceof AccessDecision.Permit permit) {
                assertThat(permit.basis().consents().stream().map(DecisionScenariosTest::name))
                        .containsExactlyInAnyOrderElementsOf(Objects.requireNonNull(token.appliedConsents()));
                assertThat(ConsentDecision.residuals(permit.basis().consents(), requester, context(scenario)))
                        .as("the consents that a token names give its residuals")
                        .containsExactlyInAnyOrderElementsOf(residuals(token));
            }
        }
    }

    @Test
    void shouldCoverAllVectorsWhenFilesAreRead() {
        Set<String> ids = scenarios()
                .flatMap(scenario -> Stream.of(scenario.id().split(", ")))
                .collect(Collectors.toSet());
        for (int i = 1; i <= 20; i++) {
            if (i != 19) {
                assertThat(ids).contains("T%02d".formatted(i));
            }
        }
    }

    private static List<ConsentInForce> consents(Scenario scenario) {
        return scenario.consents().stream().map(ScenarioWorld::consent).toList();
    }

    private static DecisionContext context(Scenario scenario) {
        return new DecisionContext(SUBJECT, scenario.implicitPolicy(), scenario.time(), HEIGHT);
    }

    private static List<Residual> residuals(Scenario.Token token) {
        List<Residual> residuals = new ArrayList<>();
        for (JsonNode node : Objects.requireNonNull(token.residuals())) {
            Residual.Type type = node.has("forbid") ? Residual.Type.FORBID : Residual.Type.PERMIT;
            JsonNode data = node.has("forbid") ? node.get("forbid") : node.get("permit");
            residuals.add(new Residual(type, data.isTextual() ? DataSelection.ALL : ScenarioWorld.data(data)));
        }
        return residuals;
    }

    private static String describe(PermittedData data) {
        return switch (data) {
            case PermittedData.Nothing nothing -> "nothing";
            case PermittedData.Everything everything -> "everything";
            case PermittedData.OnlyStudies only ->
                "only " + only.studyInstanceUids().stream().sorted().toList();
            case PermittedData.AllExcept except ->
                "allExcept " + except.studyInstanceUids().stream().sorted().toList();
            case PermittedData.Matching matching -> "matching";
        };
    }

    private static String describe(JsonNode expected) {
        if (expected.isTextual()) {
            return expected.asText();
        }
        String kind = expected.fieldNames().next();
        return kind + " "
                + StreamSupport.stream(expected.get(kind).spliterator(), false)
                        .map(JsonNode::asText)
                        .map(ScenarioWorld::uid)
                        .sorted()
                        .toList();
    }

    /** The name of a consent in the files. */
    private static String name(ConsentInForce consent) {
        return consent.reference().substring("Consent/".length());
    }
}
