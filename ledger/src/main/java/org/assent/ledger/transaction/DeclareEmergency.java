package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * States that an organization reads a patient's data in an emergency. Signed by its transaction key. The ledger learns neither the
 * subject nor the source.
 *
 * @param organization who reads, flagged for emergencies
 * @param sequence the number of its emergencies + 1
 * @param commitment {@code H("emergency", salt, SubjectId, actor, reason)}
 * @param expires block time after which it can no longer take effect, whole seconds, at most 7 days ahead
 */
public record DeclareEmergency(OrganizationId organization, long sequence, Bytes32 commitment, Instant expires)
        implements Transaction {

    public DeclareEmergency {
        Checks.range("sequence of an emergency", sequence, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
