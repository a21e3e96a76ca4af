package org.assent.ledger.state;

/** Who keeps a subject's key: the source, or the patient. */
public enum CustodyMode {
    CUSTODIAN,
    SELF
}
