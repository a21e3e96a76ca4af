package org.assent.acceptance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.assent.site.demo.story.PlainConsent;

/**
 * The consents of a decision vector as FHIR has them, IHE PCF's Explicit Basic and Intermediate.
 *
 * @param patient reference
 * @param custodian reference of North
 * @param organizations references by the names that vectors use
 * @param studies by name
 */
record VectorConsents(String patient, String custodian, Map<String, String> organizations, Map<String, Study> studies) {

    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    /** When the vectors are asked; what is said to be before or after that is moved to before or after now. */
    private static final Instant ASKED = Instant.parse("2026-03-01T12:00:00Z");

    /** What begins or ends when the vectors are asked would have begun or ended before a request has come. */
    private static final String AT_THAT_MOMENT = "2026-03-01T12:00";

    /** Whether FHIR as it is understood at recording can say all that a vector's consents say. */
    static boolean canSay(JsonNode scenario) {
        String consents = scenario.path("consents").toString();
        return !consents.contains(AT_THAT_MOMENT)
                && !consents.contains("\"member\"")
                && !consents.contains("\"labels\"")
                && !consents.contains("\"related\"")
                && !consents.contains("\"BTG\"");
    }

    /** The Consent, JSON. */
    String json(JsonNode consent) {
        String plain = PlainConsent.json(patient, custodian, custodian, "2.25.1");
        ObjectNode body = (ObjectNode) FhirRecords.parse(plain);
        ObjectNode root = provision(consent.path("root"));
        ArrayNode exceptions = root.putArray("provision");
        consent.path("exceptions").forEach(exception -> exceptions.add(provision(exception)));
        if (exceptions.isEmpty()) {
            root.remove("provision");
        }
        body.set("provision", root);
        return body.toString();
    }

    private ObjectNode provision(JsonNode rule) {
        ObjectNode provision = FhirRecords.JSON.createObjectNode();
        provision.put("type", rule.path("effect").asText());
        if (rule.has("period")) {
            provision.set("period", period(rule.path("period"), now()));
        }
        for (JsonNode actor : rule.path("actors")) {
            ObjectNode named = provision.withArray("actor").addObject();
            named.putObject("role")
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/v3-ParticipationType")
                    .put("code", "IRCP");
            named.putObject("reference")
                    .put(
                            "reference",
                            organizations.get(actor.path("organization").asText()));
        }
        for (JsonNode purpose : rule.path("purposes")) {
            provision.withArray("purpose").addObject().put("system", ACT_REASON).put("code", purpose.asText());
        }
        JsonNode data = rule.path("data");
        for (JsonNode study : data.path("studies")) {
            data(provision, "instance")
                    .putObject("identifier")
                    .put("system", "urn:dicom:uid")
                    .put(
                            "value",
                            "urn:oid:"
                                    + requireNonNull(studies.get(study.asText()))
                                            .uid());
        }
        for (JsonNode author : data.path("authors")) {
            data(provision, "authoredby").put("reference", organizations.get(author.asText()));
        }
        if (data.has("period")) {
            provision.set("dataPeriod", period(data.path("period"), Duration.ZERO));
        }
        return provision;
    }

    private static ObjectNode data(ObjectNode provision, String meaning) {
        return provision.withArray("data").addObject().put("meaning", meaning).putObject("reference");
    }

    private static ObjectNode period(JsonNode period, Duration later) {
        ObjectNode moved = FhirRecords.JSON.createObjectNode();
        for (String end : new String[] {"start", "end"}) {
            if (period.has(end)) {
                moved.put(
                        end,
                        Instant.parse(period.path(end).asText()).plus(later).toString());
            }
        }
        return moved;
    }

    private static Duration now() {
        return Duration.between(ASKED, Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }
}
