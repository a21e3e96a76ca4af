package org.assent.site.demo.story;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything the steps hand on to each other: the sites, the studies, who visits whom, what was made. */
final class Stage {

    /** The default media type of frames as viewers ask for them. */
    static final String FRAMES = "multipart/related; type=\"application/octet-stream\"; transfer-syntax=\"*\"";

    /** DICOM JSON. */
    static final String DICOM_JSON = "application/dicom+json";

    /** FHIR's media type. */
    static final String FHIR_JSON = "application/fhir+json";

    private final List<DemoSite> sites;
    private final StudyFiles study;
    private final StudyFiles second;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final Map<String, Visitor> visitors = new HashMap<>();
    private final Tally tally;
    private @Nullable String patient;
    private @Nullable String consent;

    /**
     * Sets the stage.
     *
     * @param sites North, South, East and West, in this order
     * @param study the study that the story is about
     * @param second a further study of another patient, permitted all along
     */
    Stage(List<DemoSite> sites, StudyFiles study, StudyFiles second) {
        this.sites = List.copyOf(sites);
        this.study = study;
        this.second = second;
        this.tally = new Tally(sites.get(0).name(), study.studyInstanceUid());
    }

    DemoSite north() {
        return sites.get(0);
    }

    DemoSite south() {
        return sites.get(1);
    }

    DemoSite east() {
        return sites.get(2);
    }

    DemoSite west() {
        return sites.get(3);
    }

    StudyFiles study() {
        return study;
    }

    StudyFiles second() {
        return second;
    }

    /** What was asked about the study so far. */
    Tally tally() {
        return tally;
    }

    HttpClient http() {
        return http;
    }

    /** Somebody with a role at a site; the same visitor each time. */
    Visitor visitor(DemoSite site, String role) {
        return visitors.computeIfAbsent(site.name() + " " + role, key -> new Visitor(http, site, role, tally));
    }

    /** FHIR reference of the study's Patient at North, once step 1 has found it. */
    String patient() {
        return held(patient, "the patient");
    }

    void patient(String reference) {
        patient = reference;
    }

    /** The Consent of the story as North returned it, JSON, once step 3 has made it. */
    String consent() {
        return held(consent, "the consent");
    }

    void consent(String resource) {
        consent = resource;
    }

    private static String held(@Nullable String value, String what) {
        if (value == null) {
            throw new IllegalStateException("an earlier step has not made " + what);
        }
        return value;
    }
}
