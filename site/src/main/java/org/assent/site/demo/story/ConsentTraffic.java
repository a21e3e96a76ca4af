package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An EHR that records one Consent after the other, and remembers which of them were answered 201. */
final class ConsentTraffic implements Traffic {

    private final Visitor ehr;
    private final String consent;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    /**
     * Records Consents like this one; each names another form.
     *
     * @param consent as {@link PlainConsent} gives it
     */
    ConsentTraffic(Visitor ehr, String consent) {
        this.ehr = ehr;
        this.consent = consent;
    }

    @Override
    public void sendOne() throws IOException, InterruptedException {
        String one = consent.replace("Form signed at the desk", "Form " + UUID.randomUUID());
        Answer answer = ehr.post("/fhir/r4/Consent", Stage.FHIR_JSON, one.getBytes(StandardCharsets.UTF_8));
        if (answer.status() == 201) {
            acknowledged.add(id(answer));
        }
    }

    private static String id(Answer created) throws IOException {
        try {
            return created.json().path("id").asText();
        } catch (StoryFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public int acknowledged() {
        return acknowledged.size();
    }

    /** Fails unless every Consent that was answered 201 is there and active; ends each of them. */
    void requireAllAndEnd() throws StoryFailure, IOException, InterruptedException {
        for (String id : acknowledged) {
            end(ehr, id);
        }
    }

    /** Ends an active Consent. */
    static void end(Visitor ehr, String id) throws StoryFailure, IOException, InterruptedException {
        String path = "/fhir/r4/Consent/" + id;
        ObjectNode stored = (ObjectNode) ehr.get(path, Stage.FHIR_JSON)
                .expect(200, "a Consent that was answered 201")
                .json();
        if (!stored.path("status").asText().equals("active")) {
            throw new StoryFailure("a Consent that was answered 201 is not active");
        }
        stored.put("status", "inactive");
        ehr.put(path, Stage.FHIR_JSON, stored.toString().getBytes(StandardCharsets.UTF_8))
                .expect(200, "PUT Consent with status inactive");
    }
}
