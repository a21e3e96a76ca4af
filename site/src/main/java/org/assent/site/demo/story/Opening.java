package org.assent.site.demo.story;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

/** What North holds when a user begins to look around: studies that a modality sent, registered on the ledger. */
public final class Opening {

    private static final Duration REGISTERED_WITHIN = Duration.ofSeconds(60);

    private final DemoSite north;
    private final DemoSite south;

    /** For the demo's sites, running. */
    public Opening(DemoSite north, DemoSite south) {
        this.north = north;
        this.south = south;
    }

    /**
     * Sends the studies to North, again if they are there already, and waits until the first is registered.
     *
     * @param studies not empty
     * @return a Consent by which South may see the first study, ready to be posted, FHIR JSON
     * @throws IOException if North does not do it; the message says what it answered
     */
    public String play(List<StudyFiles> studies) throws IOException, InterruptedException {
        StudyFiles first = studies.get(0);
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        Tally nothing = new Tally(north.name(), first.studyInstanceUid());
        Visitor modality = new Visitor(http, north, "modality", nothing);
        Visitor ehr = new Visitor(http, north, "ehr", nothing);
        try {
            for (StudyFiles study : studies) {
                for (byte[] body : study.multipartBodies()) {
                    modality.post("/dicomweb/studies", StudyFiles.MULTIPART, body);
                }
            }
            Patience.until(
                    () -> Fhir.imagingStudy(ehr, first.studyInstanceUid())
                            .path("status")
                            .asText()
                            .equals("available"),
                    REGISTERED_WITHIN,
                    "the first study is registered at North");
            return PlainConsent.json(
                    Fhir.imagingStudy(ehr, first.studyInstanceUid())
                            .at("/subject/reference")
                            .asText(),
                    Fhir.organization(ehr, north),
                    Fhir.organization(ehr, south),
                    first.studyInstanceUid());
        } catch (StoryFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
