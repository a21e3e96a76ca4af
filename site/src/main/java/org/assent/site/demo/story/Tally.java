package org.assent.site.demo.story;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the story itself asked of North about its study, to be compared with what North's audit says: retrievals and
 * metadata that were answered 200, by the organization that they were made for. Thread-safe.
 */
final class Tally {

    /** Requests of one organization of one kind. */
    record Kind(String organization, String operation) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return organization + " " + operation;
        }
    }

    private final String studyPath;
    private final Map<Kind, Integer> given = new TreeMap<>();

    Tally(String studyInstanceUid) {
        this.studyPath = "/dicomweb/studies/" + studyInstanceUid;
    }

    /** Notes a request for an organization; counts if it was about the study and was answered 200. */
    synchronized void note(String organization, String path, int status) {
        if (status == 200) {
            operation(path).ifPresent(name -> given.merge(new Kind(organization, name), 1, Integer::sum));
        }
    }

    /** What was given, by kind. */
    synchronized Map<Kind, Integer> given() {
        return new TreeMap<>(given);
    }

    private Optional<String> operation(String path) {
        if (!path.startsWith(studyPath)) {
            return Optional.empty();
        }
        String below = path.substring(studyPath.length());
        if (below.endsWith("/metadata")) {
            return Optional.of("METADATA");
        }
        boolean search = below.endsWith("/series") || below.contains("/instances?") || below.endsWith("/instances");
        return search ? Optional.empty() : Optional.of("RETRIEVE");
    }
}
