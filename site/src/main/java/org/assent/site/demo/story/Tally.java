package org.assent.site.demo.story;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the story itself asked of North about its study by DICOMweb and at the token endpoint, to be compared with what North's
 * audit says: what was given, and what was refused, by the organization that it was asked for. Thread-safe.
 */
final class Tally {

    /** Requests of one organization of one kind, with one outcome. */
    record Kind(String organization, String operation, boolean given) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return organization + " " + operation + (given ? "" : " refused");
        }
    }

    private final String north;
    private final String studies;
    private final String studyPath;
    private final Map<Kind, Integer> asked = new TreeMap<>();
    private int deniedElsewhere;

    /**
     * Counts from nothing.
     *
     * @param north name of the site that holds the study: only its own searches are decided there
     */
    Tally(String north, String studyInstanceUid) {
        this.north = north;
        this.studies = "/dicomweb/studies?StudyInstanceUID=" + studyInstanceUid;
        this.studyPath = "/dicomweb/studies/" + studyInstanceUid;
    }

    /** Notes a DICOMweb request of somebody at an organization's own site and its status. */
    synchronized void note(String organization, String path, int status) {
        Optional<String> operation = operation(organization, path);
        if (operation.isPresent() && status == 200) {
            count(new Kind(organization, operation.get(), true));
        } else if (operation.isPresent() && !organization.equals(north)) {
            deniedElsewhere++;
        }
    }

    /** Notes a request that an organization made of North directly and that North refused. */
    synchronized void refused(String organization, String operation) {
        count(new Kind(organization, operation, false));
    }

    private void count(Kind kind) {
        asked.merge(kind, 1, Integer::sum);
    }

    /** What was asked, by kind. */
    synchronized Map<Kind, Integer> asked() {
        return new TreeMap<>(asked);
    }

    /**
     * How many requests were denied at other sites. Such a site asks North only as long as it has not seen the block itself, so
     * North knows of some of them at the most.
     */
    synchronized int deniedElsewhere() {
        return deniedElsewhere;
    }

    private Optional<String> operation(String organization, String path) {
        if (path.equals(studies)) {
            return organization.equals(north) ? Optional.of("SEARCH") : Optional.empty();
        }
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
