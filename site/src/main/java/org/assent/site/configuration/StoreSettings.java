package org.assent.site.configuration;

import java.nio.file.Path;
import java.time.Duration;
import org.assent.custody.anchor.AnchorSettings;
import org.jspecify.annotations.Nullable;

/**
 * Where a site keeps what it holds; relative paths lie in its folder.
 *
 * @param database the site's own tables
 * @param fhirDatabase the FHIR resources; another database, or another schema, than the site's own
 * @param instances folder of the DICOM files
 * @param accessLog folder of the access log
 * @param anchorSeconds time after which a change of the access log is fixed on the ledger; 60 if left out
 */
public record StoreSettings(
        DatabaseSettings database,
        DatabaseSettings fhirDatabase,
        Path instances,
        Path accessLog,
        @Nullable Integer anchorSeconds) {

    private static final int MOST_ANCHOR_SECONDS = 1_800;

    /** Time after which a change of the access log is fixed on the ledger. */
    public Duration anchorInterval() {
        return anchorSeconds == null ? AnchorSettings.DEFAULT.interval() : Duration.ofSeconds(anchorSeconds);
    }

    void check(Findings findings) {
        database.check("stores.database", findings);
        fhirDatabase.check("stores.fhirDatabase", findings);
        findings.require(
                !database.url().equals(fhirDatabase.url()),
                "stores.fhirDatabase.url",
                "is the same as stores.database.url; the FHIR resources need a database of their own");
        findings.require(
                !instances.normalize().equals(accessLog.normalize()),
                "stores.accessLog",
                "is the same folder as stores.instances");
        findings.require(
                anchorSeconds == null || (anchorSeconds >= 1 && anchorSeconds <= MOST_ANCHOR_SECONDS),
                "stores.anchorSeconds",
                "is 1 to " + MOST_ANCHOR_SECONDS + " seconds, not " + anchorSeconds);
    }
}
