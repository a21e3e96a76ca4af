package org.assent.custody.decision;

import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;

/**
 * What tells one share from another. A ConsentId is unique only within its subject, and a source chooses it freely: without
 * source and subject, one source could replace what another one shared.
 *
 * @param source who holds the study
 * @param subject the patient's pseudonym there
 * @param consent what permits it
 * @param studyInstanceUid the study
 */
public record ShareKey(OrganizationId source, SubjectId subject, ConsentId consent, String studyInstanceUid) {

    /** Whether both are of one patient's study at one source, under whichever consent. */
    public boolean isOfSameHolder(ShareKey other) {
        return source.equals(other.source) && subject.equals(other.subject);
    }
}
