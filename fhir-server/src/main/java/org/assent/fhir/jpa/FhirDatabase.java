package org.assent.fhir.jpa;

/**
 * The database of the FHIR resources: its own, apart from the site's other tables, since HAPI owns its schema.
 *
 * @param url JDBC URL, {@code jdbc:h2:file:…}, {@code jdbc:h2:mem:…} or {@code jdbc:postgresql:…}
 * @param user database user
 * @param password its password, possibly empty
 * @param connections the most connections that are open at once, from 2
 */
public record FhirDatabase(String url, String user, String password, int connections) {

    /** What an H2 database of this program is opened with: a commit that returned is on disk, and we close it ourselves. */
    private static final String H2_OPTIONS = ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0;DB_CLOSE_ON_EXIT=FALSE";

    public FhirDatabase {
        if (!url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the FHIR database is jdbc:h2:… or jdbc:postgresql:…, not "
                    + url.substring(0, Math.min(20, url.length())));
        }
        if (connections < 2) {
            throw new IllegalArgumentException("the FHIR database needs at least 2 connections, got " + connections);
        }
    }

    /** Whether it is H2. */
    boolean isH2() {
        return url.startsWith("jdbc:h2:");
    }

    /** Whether it lives in memory only. */
    boolean isInMemory() {
        return url.startsWith("jdbc:h2:mem:");
    }

    /** The URL with the options that this program depends on. */
    String connectionUrl() {
        return isH2() ? url + H2_OPTIONS : url;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "FhirDatabase[" + url.split("[?;]", 2)[0] + "]";
    }
}
