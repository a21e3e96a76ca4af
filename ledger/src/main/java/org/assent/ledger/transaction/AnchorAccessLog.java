package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.OrganizationId;

/**
 * Fixes what an organization's access log says so far. Signed by its transaction key.
 *
 * @param organization whose log
 * @param sequence the last anchor's sequence + 1
 * @param root of the cumulative sparse map over all subjects
 * @param count number of intervals in the log so far, never less than before
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record AnchorAccessLog(OrganizationId organization, long sequence, Bytes32 root, long count, Instant expires)
        implements Transaction {

    public AnchorAccessLog {
        Checks.range("sequence of an anchor", sequence, 1, Long.MAX_VALUE);
        Checks.notNegative("count of an access log", count);
        Checks.wholeSeconds("expires", expires);
    }
}
