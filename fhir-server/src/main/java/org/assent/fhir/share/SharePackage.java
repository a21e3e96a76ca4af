package org.assent.fhir.share;

import java.util.List;
import org.assent.custody.share.SharedStudy;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;

/**
 * What a source sends to a recipient that a consent names: the Consent, the study as FHIR shows it, and the openings by
 * which the recipient checks both against its own copy of the ledger. One study a package.
 *
 * @param consent as the source has it; its canonical hash is in the committed terms
 * @param study the ImagingStudy, its Endpoint contained
 * @param patient whose study it is, as the source knows it
 * @param opening what opens the commitments
 * @param revision of the message; grows from message to message of a source to a recipient
 */
record SharePackage(Consent consent, ImagingStudy study, Patient patient, SharedStudy opening, long revision) {

    /** The most bytes of the terms and of the description, each. */
    static final int MOST_BYTES = 8 << 20;

    /** The resources, in the order in which they are sent. */
    List<org.hl7.fhir.r4.model.Resource> resources() {
        return List.of(consent, study, patient);
    }
}
