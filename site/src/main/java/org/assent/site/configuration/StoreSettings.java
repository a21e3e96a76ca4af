package org.assent.site.configuration;

import java.nio.file.Path;

/**
 * Where a site keeps what it holds; relative paths lie in its folder.
 *
 * @param database the site's own tables
 * @param fhirDatabase the FHIR resources; another database, or another schema, than the site's own
 * @param instances folder of the DICOM files
 * @param accessLog folder of the access log
 */
public record StoreSettings(DatabaseSettings database, DatabaseSettings fhirDatabase, Path instances, Path accessLog) {

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
    }
}
