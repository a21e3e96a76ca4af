package org.assent.dicomweb;

import org.assent.dicomweb.stow.StoreLimits;

/**
 * How the service behaves.
 *
 * @param servicePath path of the service base, beginning with a slash, without one at the end
 * @param strict whether a missing Accept header, unknown parameters and keys of a wrong level are errors, to the letter of
 *     PS3.18, else they are taken as clients mean them
 * @param maxResults the most results in one answer to a search
 * @param storeLimits how much one Store request may bring
 */
public record DicomwebSettings(String servicePath, boolean strict, int maxResults, StoreLimits storeLimits) {

    public DicomwebSettings {
        if (!servicePath.startsWith("/") || servicePath.endsWith("/")) {
            throw new IllegalArgumentException("a service path looks like /dicomweb, not " + servicePath);
        }
        if (maxResults < 1) {
            throw new IllegalArgumentException("a search gives one result at least");
        }
    }

    /** At {@code /dicomweb}, lenient, at most 5,000 results. */
    public static DicomwebSettings standard() {
        return new DicomwebSettings("/dicomweb", false, 5_000, StoreLimits.standard());
    }
}
