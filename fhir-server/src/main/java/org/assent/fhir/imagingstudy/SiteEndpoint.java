package org.assent.fhir.imagingstudy;

import java.util.Set;
import org.assent.fhir.Visibility;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.assent.fhir.organization.Members;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Endpoint;

/** The Endpoint resource of this site's DICOMweb, for whoever may search for one. */
public final class SiteEndpoint {

    private static final String ID = "dicomweb";

    private SiteEndpoint() {}

    /** Stores it; a new version only if it says something new. */
    public static void put(ResourceStore store, String dicomWeb, OrganizationId own, String siteName) {
        Endpoint endpoint = ImagingStudyMapping.describe(new Endpoint(), dicomWeb);
        endpoint.setId(ID);
        endpoint.setName("DICOMweb of " + siteName);
        endpoint.setManagingOrganization(Members.reference(own));
        Visibility.mark(endpoint, Set.of(Visibility.DIRECTORY));
        store.put(endpoint, Writer.REGISTRATION);
    }
}
