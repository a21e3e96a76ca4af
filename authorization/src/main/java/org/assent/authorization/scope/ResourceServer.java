package org.assent.authorization.scope;

import java.util.List;

/** The parts of a site that a token can be limited to by its {@code aud} (RFC 8707, RFC 9068 §4). */
public enum ResourceServer {
    DICOMWEB("/dicomweb"),
    FHIR("/fhir/r4"),
    SITE("");

    private final String path;

    ResourceServer(String path) {
        this.path = path;
    }

    /** What follows the site's address in {@code aud}. */
    public String path() {
        return path;
    }

    /** Which one answers for a path. */
    public static ResourceServer of(List<String> segments) {
        String first = segments.isEmpty() ? "" : segments.get(0);
        return switch (first) {
            case "dicomweb", "wado" -> DICOMWEB;
            case "fhir" -> FHIR;
            default -> SITE;
        };
    }
}
