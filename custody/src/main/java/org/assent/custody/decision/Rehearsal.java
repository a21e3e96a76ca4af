package org.assent.custody.decision;

import java.util.SortedMap;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Requester;

/**
 * What the decision point says of a patient's studies, and what it would say: for explaining a decision to those who may know, and
 * for trying a Consent before it is recorded. Decides by the same code as every request, discloses nothing, writes nothing.
 * Thread-safe.
 */
public interface Rehearsal {

    /**
     * Decides about every study of a local Patient that is held here, all at one height, by StudyInstanceUID.
     *
     * @param patientId logical id of the Patient
     */
    SortedMap<String, AccessDecision> decisions(Requester requester, String patientId);

    /** The same as it is, and as it would be, at the same height and time. */
    Change rehearse(Requester requester, String patientId, ProposedConsent proposed);

    /**
     * Decisions about the same studies, by StudyInstanceUID.
     *
     * @param before as they are
     * @param after as they would be with the proposed Consent
     * @param alone as they would be if it was the only one
     */
    record Change(
            SortedMap<String, AccessDecision> before,
            SortedMap<String, AccessDecision> after,
            SortedMap<String, AccessDecision> alone) {}
}
