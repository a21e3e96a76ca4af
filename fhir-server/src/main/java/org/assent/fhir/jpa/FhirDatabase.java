package org.assent.fhir.jpa;

import org.assent.store.H2Connection;

/**
 * The database of the FHIR resources: its own, apart from the site's other tables, since HAPI owns its schema.
 *
 * @param url JDBC URL, {@code jdbc:h2:file:…}, {@code jdbc:h2:mem:…} or {@code jdbc:postgresql:…}
 * @param user database user
 * @param password its password, possibly empty
 * @param connections the most connections that are open at once, from 2
 */
public record FhirDatabase(String url, String user, String password, int connections) {

    /** We close it ourselves. */
    private static final String CLOSED_BY_US = ";DB_CLOSE_ON_EXIT=FALSE";

    public FhirDatabase {
        if (!H2Connection.isH2(url) && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the FHIR database is jdbc:h2:… or jdbc:postgresql:…, not "
                    + url.substring(0, Math.min(20, url.length())));
        }
        if (connections < 2) {
            throw new IllegalArgumentException("the FHIR database needs at least 2 connections, got " + connections);
        }
    }

    /** Whether it is H2. */
    boolean isH2() {
        return H2Connection.isH2(url);
    }

    /** Whether it lives in memory only. */
    boolean isInMemory() {
        return url.startsWith("jdbc:h2:mem:");
    }

    /** The URL with the options that this program depends on. */
    String connectionUrl() {
        return isH2() ? H2Connection.url(url, CLOSED_BY_US) : url;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "FhirDatabase[" + url.split("[?;]", 2)[0] + "]";
    }
}
