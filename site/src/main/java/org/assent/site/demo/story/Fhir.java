package org.assent.site.demo.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What several steps ask of a site's FHIR interface. */
final class Fhir {

    private static final Duration PROPAGATION = Duration.ofSeconds(30);

    private Fhir() {}

    /** Searches and answers the Bundle; the value is encoded here. */
    static JsonNode search(Visitor visitor, String type, String parameter, String value)
            throws IOException, InterruptedException, StoryFailure {
        String query = parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        return visitor.get("/fhir/r4/" + type + "?" + query, Stage.FHIR_JSON)
                .expect(200, type + " search at " + visitor.site().name())
                .json();
    }

    /** A resource that was kept as text. */
    static JsonNode parse(String json) throws IOException {
        return new ObjectMapper().readTree(json);
    }

    /** The ImagingStudy of a study; a missing node if there is none. */
    static JsonNode imagingStudy(Visitor visitor, String studyInstanceUid)
            throws IOException, InterruptedException, StoryFailure {
        return search(visitor, "ImagingStudy", "identifier", "urn:dicom:uid|urn:oid:" + studyInstanceUid)
                .at("/entry/0/resource");
    }

    /** Reference of the Organization that mirrors a member of the network. */
    static String organization(Visitor visitor, DemoSite member)
            throws IOException, InterruptedException, StoryFailure {
        String[] found = new String[1];
        Patience.until(
                () -> {
                    found[0] = search(visitor, "Organization", "name", member.name())
                            .at("/entry/0/resource/id")
                            .asText();
                    return !found[0].isEmpty();
                },
                PROPAGATION,
                visitor.site().name() + " shows " + member.name() + " as an Organization");
        return "Organization/" + found[0];
    }
}
