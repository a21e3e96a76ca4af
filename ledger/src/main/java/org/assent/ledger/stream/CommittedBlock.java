package org.assent.ledger.stream;

import java.time.Instant;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;

/**
 * One final block, as followers see it: emitted after the durable commit, once per height, in order.
 *
 * @param height from 1
 * @param time block time, the median of the previous block's votes
 * @param appHash root of the state after the block (proven by the header of height + 1)
 * @param changes the leaves that the block changed, sorted by key, each once; may be empty
 * @param results one for each decodable transaction, in block order; may be empty
 */
public record CommittedBlock(
        long height, Instant time, Bytes32 appHash, List<ChangedLeaf> changes, List<TransactionResult> results) {

    public CommittedBlock {
        changes = List.copyOf(changes);
        results = List.copyOf(results);
    }
}
