package org.assent.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assent.decision.AccessDecision;
import org.assent.decision.ListedStudy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;

/** Facts and decisions as JSON fields of an entry. */
final class FactsCodec {

    private FactsCodec() {}

    static void put(ObjectNode node, AccessFacts facts) {
        Requester requester = facts.requester();
        node.put("request", facts.requestId())
                .put("session", facts.session())
                .put("organization", requester.organization().toHex())
                .put("actor", requester.actor());
        ArrayNode purposes = node.putArray("purposes");
        for (PurposeOfUse purpose : new TreeSet<>(requester.purposes())) {
            purposes.addObject().put("system", purpose.system()).put("code", purpose.code());
        }
        node.put("operation", facts.operation().name())
                .put("surface", facts.surface().name());
        ArrayNode studies = node.putArray("studies");
        facts.studyInstanceUids().forEach(studies::add);
        node.put("resource", facts.resource()).put("query", facts.query()).put("peer", facts.peerAddress());
        facts.clientId().ifPresent(client -> node.put("client", client));
    }

    static void put(ObjectNode node, LoggedDecision decision) {
        node.put("outcome", decision.outcome().name())
                .put("reason", decision.reason())
                .put("height", decision.height())
                .put("decided", decision.decidedAt().toString());
        decision.subject().ifPresent(subject -> node.put("subject", subject.toHex()));
        node.put("policy", decision.policy());
        ArrayNode consents = node.putArray("consents");
        for (LoggedDecision.ReliedConsent consent : decision.consents()) {
            consents.addObject()
                    .put("reference", consent.reference())
                    .put("id", consent.consent().toHex())
                    .put("sequence", consent.sequence());
        }
        if (!decision.closing().isEmpty()) {
            ArrayNode closing = node.putArray("closing");
            decision.closing().forEach(consent -> closing.add(consent.toHex()));
        }
        if (!decision.listed().isEmpty()) {
            ArrayNode listed = node.putArray("listed");
            for (ListedStudy study : decision.listed()) {
                ObjectNode one = listed.addObject()
                        .put("study", study.studyInstanceUid())
                        .put("policy", study.policy());
                study.refusal().ifPresent(reason -> one.put("reason", reason.name()));
            }
        }
        ArrayNode explanation = node.putArray("explanation");
        decision.explanation().forEach(explanation::add);
    }

    static AccessFacts facts(JsonNode node) {
        Set<PurposeOfUse> purposes = new TreeSet<>();
        node.path("purposes")
                .forEach(purpose -> purposes.add(new PurposeOfUse(
                        purpose.path("system").asText(), purpose.path("code").asText())));
        return new AccessFacts(
                node.path("request").asText(),
                node.path("session").asText(),
                new Requester(
                        OrganizationId.fromHex(node.path("organization").asText()),
                        node.path("actor").asText(),
                        purposes),
                Operation.valueOf(node.path("operation").asText()),
                AccessFacts.Surface.valueOf(node.path("surface").asText()),
                texts(node.path("studies")),
                node.path("resource").asText(),
                node.path("query").asText(),
                node.path("peer").asText(),
                optional(node, "client"));
    }

    static LoggedDecision decision(JsonNode node) {
        List<LoggedDecision.ReliedConsent> consents = new ArrayList<>();
        node.path("consents")
                .forEach(consent -> consents.add(new LoggedDecision.ReliedConsent(
                        consent.path("reference").asText(),
                        ConsentId.fromHex(consent.path("id").asText()),
                        consent.path("sequence").asLong())));
        return new LoggedDecision(
                LoggedDecision.Outcome.valueOf(node.path("outcome").asText()),
                node.path("reason").asText(),
                node.path("height").asLong(),
                Instant.parse(node.path("decided").asText()),
                optional(node, "subject").map(SubjectId::fromHex),
                node.path("policy").asText(),
                consents,
                texts(node.path("closing")).stream().map(ConsentId::fromHex).toList(),
                listed(node.path("listed")),
                texts(node.path("explanation")));
    }

    private static List<ListedStudy> listed(JsonNode array) {
        List<ListedStudy> listed = new ArrayList<>();
        array.forEach(study -> listed.add(new ListedStudy(
                study.path("study").asText(),
                optional(study, "reason").map(AccessDecision.Reason::valueOf),
                study.path("policy").asText())));
        return listed;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Optional<String> optional(JsonNode node, String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }
}
