package org.assent.site.configuration;

import java.nio.file.Path;
import org.assent.fhir.consent.ConsentRules;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an operator decides about a site. The YAML is the public form, this record is not.
 *
 * <p>There is no setting that makes demo users: a site that is configured by a file never has any.
 *
 * @param organization whose site it is
 * @param people the port for people and clients
 * @param sites the port for other sites
 * @param stores databases and files
 * @param ledger the site's validator
 * @param consents what is asked of whoever records Consents; defaults if left out
 */
public record SiteConfiguration(
        OrganizationSettings organization,
        PeopleSettings people,
        SitesSettings sites,
        StoreSettings stores,
        LedgerSettings ledger,
        @Nullable ConsentSettings consents) {

    /** What is asked of whoever records Consents. */
    public ConsentRules consentRules() {
        return (consents == null ? ConsentSettings.NONE : consents).rules();
    }

    /**
     * Checks all of it.
     *
     * @param folder the site's folder, against which relative paths are read
     * @param file name of the file, for the message
     * @throws ConfigurationException with every finding, if there is one
     */
    void check(Path folder, String file) throws ConfigurationException {
        Findings findings = new Findings();
        organization.check(findings);
        people.check(folder, findings);
        sites.check(findings);
        stores.check(findings);
        ledger.check(folder, findings);
        findings.require(people.port() != sites.port(), "sites.port", "is the same as people.port; they are two ports");
        findings.throwIfAny(file);
    }
}
