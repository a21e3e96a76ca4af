package org.assent.ledger.transaction;

import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.SubjectId;

/**
 * Denies every other organization, whatever the consents say: a restriction. Signed by the subject key or by k guardians. It has
 * no expiry, since one that was signed during an outage must still land.
 *
 * @param subject who is frozen
 * @param counter the subject's authority counter + 1
 */
public record FreezeSubject(SubjectId subject, long counter) implements Transaction {

    public FreezeSubject {
        Checks.range("authority counter", counter, 1, Long.MAX_VALUE);
    }
}
