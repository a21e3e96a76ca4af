package org.assent.ledger.transaction;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * Registers, supersedes or withdraws studies of one source. Signed by its transaction key, once for all.
 *
 * @param source the organization that holds the studies
 * @param studies 1 to {@value #MAX_STUDIES} records, sorted by StudyRef, each StudyRef once
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record RegisterStudies(OrganizationId source, List<StudyRecord> studies, Instant expires)
        implements Transaction {

    /** The most records that one transaction may carry. */
    public static final int MAX_STUDIES = 1_000;

    public RegisterStudies {
        Checks.size("studies", studies, 1, MAX_STUDIES);
        Checks.distinct("studies", studies.stream().map(StudyRecord::study).toList());
        studies = Checks.sorted(studies, Comparator.comparing(StudyRecord::study));
        Checks.wholeSeconds("expires", expires);
    }
}
