package org.assent.ledger.state;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * What the authenticated map holds of a study.
 *
 * @param source the organization that holds it
 * @param commitment {@code H("study-record", salt, StudyRef, SubjectId, ManifestRoot)}
 * @param revision number of registrations so far, from 1
 * @param withdrawn whether the source no longer offers it
 */
public record StudyLeaf(OrganizationId source, Bytes32 commitment, long revision, boolean withdrawn) implements Leaf {

    public StudyLeaf {
        Checks.range("revision of a study", revision, 1, Long.MAX_VALUE);
    }
}
