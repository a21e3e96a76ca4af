package org.assent.ledger.state;

/** How far the erasure of a person has come. The order is part of the format. */
public enum Erasure {
    /** It was not asked for. */
    NONE,
    /** It was asked for: every other organization is denied. */
    REQUESTED,
    /** The source has done it: a tombstone without keys and consents. */
    DONE
}
