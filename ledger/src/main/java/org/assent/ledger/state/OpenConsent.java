package org.assent.ledger.state;

import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.ConsentId;

/**
 * One entry of a subject's set of consents in force.
 *
 * @param consent its id; entries are sorted by it
 * @param sequence the subject's sequence when it was last recorded
 * @param commitment to its terms
 * @param authority in whose right it was recorded
 */
public record OpenConsent(ConsentId consent, long sequence, Bytes32 commitment, Authority authority)
        implements Comparable<OpenConsent> {

    public OpenConsent {
        Checks.range("sequence of a consent", sequence, 1, Long.MAX_VALUE);
    }

    /** By ConsentId, which a subject's set holds once. */
    @Override
    public int compareTo(OpenConsent other) {
        return consent.compareTo(other.consent);
    }
}
