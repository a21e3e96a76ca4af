package org.assent.ledger.state;

/**
 * In whose right a consent was recorded, lowest first: an equal or higher authority may replace or close it, a lower
 * one never. The order is part of the format.
 */
public enum Authority {
    CUSTODIAN,
    DELEGATE,
    GUARDIAN,
    SELF
}
