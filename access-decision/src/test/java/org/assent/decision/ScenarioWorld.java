package org.assent.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.decision.request.StudyFacts;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.ConsentTerms;
import org.assent.decision.terms.DataSelection;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.decision.terms.Rule;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.jspecify.annotations.Nullable;

/** The names that scenarios use, as values: organizations X, Z, North and South, studies S1 to S8, consents C1…. */
final class ScenarioWorld {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASIC_NORMAL = "https://profiles.ihe.net/ITI/PCF/Policy-basic-normal";
    private static final String PSY = "http://terminology.hl7.org/CodeSystem/v3-ActCode|PSY";
    private static final String RESTRICTED = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R";

    private static final Map<String, StudyFacts> STUDIES = Stream.of(
                    study("S1", "North", "2022-06-01T10:00:00Z"),
                    study("S2", "North", "2023-06-01T10:00:00Z"),
                    study("S3", "North", "2024-06-01T10:00:00Z"),
                    study("S4", "North", null),
                    study("S5", "North", "2022-06-01T10:00:00Z", PSY),
                    study("S6", "North", "2022-06-01T10:00:00Z", RESTRICTED),
                    study("S7", "North", "2022-12-31T23:59:59Z"),
                    study("S8", "South", "2022-06-01T10:00:00Z"))
            .collect(Collectors.toMap(StudyFacts::studyInstanceUid, study -> study));

    private ScenarioWorld() {}

    static StudyFacts study(String name) {
        return Objects.requireNonNull(STUDIES.get(uid(name)), name);
    }

    static List<StudyFacts> studies() {
        return List.copyOf(STUDIES.values());
    }

    static String uid(String name) {
        return "2.25." + name.substring(1);
    }

    static OrganizationId organization(String name) {
        return new OrganizationId(hash("organization " + name));
    }

    static ConsentInForce consent(Scenario.Consent consent) {
        ConsentTerms terms = new ConsentTerms(
                consent.policy() == null ? BASIC_NORMAL : consent.policy(),
                rule(consent.root()),
                list(consent.exceptions()).stream().map(ScenarioWorld::rule).toList(),
                hash("source of " + consent.name()));
        return new ConsentInForce(
                ConsentId.of(Arrays.copyOf(hash(consent.name()).toByteArray(), ConsentId.LENGTH)),
                consent.sequence() == null ? 1 : consent.sequence(),
                "Consent/" + consent.name(),
                terms);
    }

    static Requester requester(String organization, @Nullable String actor, List<String> purposes) {
        return new Requester(
                organization(organization),
                actor == null ? "somebody" : actor,
                purposes.stream().map(ScenarioWorld::purpose).collect(Collectors.toSet()));
    }

    static DataSelection data(JsonNode node) {
        return data(JSON.convertValue(node, Scenario.DataText.class));
    }

    private static Rule rule(Scenario.RuleText rule) {
        return new Rule(
                Effect.valueOf(rule.effect().toUpperCase(Locale.ROOT)),
                list(rule.actors()).stream().map(ScenarioWorld::actor).collect(Collectors.toSet()),
                list(rule.purposes()).stream().map(ScenarioWorld::purpose).collect(Collectors.toSet()),
                rule.period() == null ? Period.ALWAYS : period(rule.period()),
                rule.data() == null ? DataSelection.ALL : data(rule.data()));
    }

    private static Actor actor(Scenario.ActorText actor) {
        OrganizationId organization = organization(actor.organization());
        return actor.member() == null
                ? new Actor.ByOrganization(organization)
                : new Actor.ByMember(organization, actor.member());
    }

    private static PurposeOfUse purpose(String code) {
        return new PurposeOfUse(PurposeOfUse.ACT_REASON, code);
    }

    private static Period period(Scenario.PeriodText period) {
        return new Period(
                Optional.ofNullable(period.start()).map(Instant::parse),
                Optional.ofNullable(period.end()).map(Instant::parse));
    }

    private static DataSelection data(Scenario.DataText data) {
        return new DataSelection(
                list(data.studies()).stream().map(ScenarioWorld::uid).collect(Collectors.toSet()),
                Optional.ofNullable(data.period()).map(ScenarioWorld::period),
                list(data.authors()).stream().map(ScenarioWorld::organization).collect(Collectors.toSet()),
                Set.copyOf(list(data.related())),
                Set.copyOf(list(data.labels())));
    }

    private static StudyFacts study(String name, String author, @Nullable String started, String... labels) {
        return new StudyFacts(
                uid(name), organization(author), Optional.ofNullable(started).map(Instant::parse), Set.of(labels));
    }

    private static <T> List<T> list(@Nullable List<T> elements) {
        return elements == null ? List.of() : elements;
    }

    private static Bytes32 hash(String text) {
        return Hash.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
