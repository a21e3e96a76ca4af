package org.assent.custody.subject;

import org.assent.custody.keys.SecretBox;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.Signer;

/**
 * A patient whose key is kept here.
 *
 * @param patientId logical id of the local Patient
 * @param subject the pseudonym
 * @param key signs as the subject's custodian
 * @param box seals what is kept of the patient
 */
public record KeptSubject(String patientId, SubjectId subject, Signer key, SecretBox box) {

    /** The pseudonym only. */
    @Override
    public String toString() {
        return "subject " + subject;
    }
}
