package org.assent.ledger.state;

import org.assent.ledger.signature.PublicKey;

/** A key that may act for a subject, and its rank. */
public record SubjectKey(PublicKey key, Authority authority) implements Comparable<SubjectKey> {

    /** By key, which a subject's list holds once. */
    @Override
    public int compareTo(SubjectKey other) {
        return key.compareTo(other.key);
    }
}
