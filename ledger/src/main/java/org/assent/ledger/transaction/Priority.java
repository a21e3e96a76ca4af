package org.assent.ledger.transaction;

/** Which transactions come first in a block (ledger property L8). The order of the constants is the order in a block. */
public enum Priority {
    /** Takes a permission away: free, never refused for being busy, proposed by every validator that has it. */
    RESTRICTION,
    /** Opens something for somebody whose life may depend on it. */
    EMERGENCY,
    /** Everything else. */
    ORDINARY
}
