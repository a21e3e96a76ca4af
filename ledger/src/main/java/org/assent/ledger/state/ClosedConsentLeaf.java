package org.assent.ledger.state;

/** The mark that a consent was open once and is closed for good; that it is there is all it says. */
public record ClosedConsentLeaf() implements Leaf {}
