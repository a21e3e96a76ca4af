package org.assent.fhir;

import java.time.ZoneId;
import org.assent.fhir.enforcement.FhirRoutes;
import org.assent.fhir.jpa.FhirDatabase;
import org.assent.ledger.identity.OrganizationId;

/**
 * What the FHIR server of a site is told.
 *
 * @param database where its resources are
 * @param publicAddress base address of the site as its people's clients reach it, without trailing slash
 * @param organization whose site it is
 * @param siteName public name of the organization
 * @param zone the site's time zone: for partial dates in consents and for studies that name no offset
 */
public record FhirSettings(
        FhirDatabase database, String publicAddress, OrganizationId organization, String siteName, ZoneId zone) {

    public FhirSettings {
        if (publicAddress.endsWith("/")) {
            throw new IllegalArgumentException("the public address ends without a slash: " + publicAddress);
        }
    }

    /** FHIR base address. */
    public String fhirBase() {
        return publicAddress + FhirRoutes.BASE;
    }

    /** DICOMweb base address (R4 Endpoint.address: no trailing slash, no query). */
    public String dicomWebBase() {
        return publicAddress + "/dicomweb";
    }
}
