package org.assent.ledger.state;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;

/**
 * What an organization's access log said when it was last anchored.
 *
 * @param sequence number of anchors so far, from 1
 * @param root of the cumulative sparse map over all its subjects
 * @param count number of intervals in it
 */
public record AccessLogLeaf(long sequence, Bytes32 root, long count) implements Leaf {

    public AccessLogLeaf {
        Checks.range("sequence of an anchor", sequence, 1, Long.MAX_VALUE);
        Checks.notNegative("count of an access log", count);
    }
}
