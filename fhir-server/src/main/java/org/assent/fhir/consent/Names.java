package org.assent.fhir.consent;

import java.util.Optional;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Reference;

/** What the references in a Consent name, so that compiling needs no store. */
interface Names {

    /** A registered organization, by literal reference to its resource here or by identifier. */
    Optional<OrganizationId> organization(Reference reference);

    /** StudyInstanceUID of a study of the consent's patient that is held here, by literal reference or identifier. */
    Optional<String> study(Reference reference);
}
