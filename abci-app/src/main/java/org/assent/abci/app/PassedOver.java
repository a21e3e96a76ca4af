package org.assent.abci.app;

import java.util.List;
import org.assent.ledger.identity.TransactionId;

/**
 * A restriction that this node had and that proposers left out of more than {@value KeptRestrictions#TOLERATED} blocks: somebody
 * may hold it back (ledger property L8). Each node says so of what it had itself; no block depends on it.
 *
 * @param transaction which one
 * @param since newest height when it was admitted
 * @param proposers addresses of the proposers that left it out, 40 hexadecimal digits, in the order of their blocks, at most 100
 * @param done whether it is in a block, or its effect is there, by now
 */
public record PassedOver(TransactionId transaction, long since, List<String> proposers, boolean done) {

    public PassedOver {
        proposers = List.copyOf(proposers);
    }
}
