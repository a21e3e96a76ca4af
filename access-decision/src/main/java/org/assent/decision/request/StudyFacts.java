package org.assent.decision.request;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.identity.OrganizationId;

/**
 * What a decision needs to know of a study.
 *
 * @param studyInstanceUid its UID (PS3.5 §9)
 * @param author the organization that registered it
 * @param started beginning of the study, in the zone of the acquiring site; empty if unknown
 * @param labels security labels as {@code system|code}; empty means label N of v3-Confidentiality
 */
public record StudyFacts(
        String studyInstanceUid, OrganizationId author, Optional<Instant> started, Set<String> labels) {

    public StudyFacts {
        labels = Set.copyOf(labels);
    }
}
