package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Step 7: the privacy officer at North sees every access, none missing and none invented. */
final class LookStep implements StoryStep {

    private static final Duration RENDERED_WITHIN = Duration.ofSeconds(30);

    @Override
    public String title() {
        return "The privacy officer at North looks who saw the study";
    }

    @Override
    public void play(Stage stage, Checked checked) throws StoryFailure, IOException, InterruptedException {
        Visitor officer = stage.visitor(stage.north(), "privacy-officer");
        Map<String, String> organizations = new HashMap<>();
        for (DemoSite site : List.of(stage.north(), stage.south(), stage.east(), stage.west())) {
            organizations.put(Fhir.organization(officer, site), site.name());
        }
        Map<Tally.Kind, Integer> asked = stage.tally().asked();
        List<JsonNode> events = new ArrayList<>();
        Map<Tally.Kind, Integer> shown = new TreeMap<>();
        try {
            Patience.until(
                    () -> {
                        events.clear();
                        events.addAll(about(officer, stage.study()));
                        shown.clear();
                        shown.putAll(counted(events, organizations));
                        return agree(asked, shown, stage.tally().deniedElsewhere());
                    },
                    RENDERED_WITHIN,
                    "the AuditEvents show what was asked");
        } catch (StoryFailure e) {
            throw new StoryFailure("asked for: " + asked + ", but the AuditEvents show: " + shown);
        }
        checked.found("AuditEvents show what the story asked for, none missing, none invented: " + shown);
        for (JsonNode event : events) {
            requireGrounds(event, organizations);
        }
        checked.found(
                "each names the ledger height of its decision, and every access of South the Consent it rests on");
    }

    /** Equal, but for what South had passed on to North before it saw the block that ended the permission. */
    private static boolean agree(Map<Tally.Kind, Integer> asked, Map<Tally.Kind, Integer> shown, int deniedElsewhere) {
        Tally.Kind passedOn = new Tally.Kind("South", "RETRIEVE", false);
        int more = shown.getOrDefault(passedOn, 0) - asked.getOrDefault(passedOn, 0);
        Map<Tally.Kind, Integer> rest = new TreeMap<>(shown);
        rest.computeIfPresent(passedOn, (kind, count) -> asked.get(kind));
        return rest.equals(asked) && more >= 0 && more <= deniedElsewhere;
    }

    private static List<JsonNode> about(Visitor officer, StudyFiles study)
            throws IOException, InterruptedException, StoryFailure {
        List<JsonNode> events = new ArrayList<>();
        JsonNode bundle;
        do {
            bundle = officer.get(
                            "/fhir/r4/AuditEvent?entity:identifier=urn:dicom:uid%7Curn:oid:" + study.studyInstanceUid()
                                    + "&_count=200&_offset=" + events.size(),
                            Stage.FHIR_JSON)
                    .expect(200, "AuditEvent search")
                    .json();
            bundle.path("entry").forEach(entry -> events.add(entry.path("resource")));
        } while (!bundle.path("entry").isEmpty()
                && events.size() < bundle.path("total").asInt());
        return events;
    }

    /** Requests by DICOMweb, and refusals at the token endpoint: a token that was given is the start of a request. */
    private static Map<Tally.Kind, Integer> counted(List<JsonNode> events, Map<String, String> organizations) {
        Map<Tally.Kind, Integer> counted = new TreeMap<>();
        for (JsonNode event : events) {
            String operation = detail(event, "operation");
            boolean given = permitted(event);
            boolean dicomweb = detail(event, "surface").equals("DICOMWEB");
            if (dicomweb || (operation.equals("TOKEN") && !given)) {
                String requests = detail(event, "requests");
                counted.merge(
                        new Tally.Kind(organization(event, organizations), operation, given),
                        requests.isEmpty() ? 1 : Integer.parseInt(requests),
                        Integer::sum);
            }
        }
        return counted;
    }

    private static void requireGrounds(JsonNode event, Map<String, String> organizations) throws StoryFailure {
        if (detail(event, "ledger-height").isEmpty()) {
            throw new StoryFailure("AuditEvent " + event.path("id").asText() + " names no ledger height");
        }
        if (permitted(event)
                && organization(event, organizations).equals("South")
                && !event.path("entity").toString().contains("\"Consent/")) {
            throw new StoryFailure("AuditEvent " + event.path("id").asText() + " names no Consent");
        }
    }

    private static boolean permitted(JsonNode event) {
        return event.path("outcome").asText().equals("0");
    }

    private static String organization(JsonNode event, Map<String, String> organizations) {
        for (JsonNode agent : event.path("agent")) {
            if (agent.at("/type/coding/0/code").asText().equals("PROV")) {
                String reference = agent.at("/who/reference").asText();
                return organizations.getOrDefault(reference, reference);
            }
        }
        return "nobody";
    }

    private static String detail(JsonNode event, String type) {
        for (JsonNode entity : event.path("entity")) {
            for (JsonNode detail : entity.path("detail")) {
                if (detail.path("type").asText().equals(type)) {
                    return detail.path("valueString").asText();
                }
            }
        }
        return "";
    }
}
