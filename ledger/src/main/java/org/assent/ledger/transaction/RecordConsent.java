package org.assent.ledger.transaction;

import java.time.Instant;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;

/**
 * Opens a consent of a subject, or replaces the terms of an open one. Signed by an authority of the subject; the source
 * vouches in {@code held} that it has the FHIR Consent and its salt and understands every rule of it.
 *
 * @param subject whose consent it is
 * @param consent its id; an unused one opens a consent, that of an open one replaces its terms
 * @param sequence the subject's sequence + 1
 * @param commitment {@code H("terms", salt, SubjectId, ConsentId, sequence, canonical terms)}
 * @param held the source's signature over {@code H("held", chain id, SubjectId, ConsentId, sequence, commitment)}
 * @param expires block time after which it can no longer take effect, whole seconds, at most 10 minutes ahead
 */
public record RecordConsent(
        SubjectId subject, ConsentId consent, long sequence, Bytes32 commitment, KeySignature held, Instant expires)
        implements Transaction {

    public RecordConsent {
        Checks.range("sequence of a consent", sequence, 1, Long.MAX_VALUE);
        Checks.wholeSeconds("expires", expires);
    }
}
