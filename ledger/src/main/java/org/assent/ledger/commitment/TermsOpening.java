package org.assent.ledger.commitment;

import java.nio.ByteBuffer;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.OpenConsent;

/**
 * What an open consent's entry commits to, and the salt: enough for anyone to check it against the ledger. Personal data.
 *
 * @param salt fresh for each recording
 * @param subject whose consent it is
 * @param consent its id on the ledger
 * @param sequence the subject's sequence when it was recorded, from 1
 * @param terms the canonical bytes of the terms
 */
public record TermsOpening(Salt salt, SubjectId subject, ConsentId consent, long sequence, Bytes terms) {

    public TermsOpening {
        Checks.range("sequence of a consent", sequence, 1, Long.MAX_VALUE);
    }

    /**
     * The entry's commitment: {@code H("terms", salt, SubjectId, ConsentId, sequence, canonical terms)}, the sequence as 8
     * bytes big endian.
     */
    public Bytes32 commitment() {
        return Hash.of(
                Domain.TERMS,
                salt.toByteArray(),
                subject.value().toByteArray(),
                consent.toByteArray(),
                ByteBuffer.allocate(Long.BYTES).putLong(sequence).array(),
                terms.toByteArray());
    }

    /** Whether this opens the entry: id, sequence and commitment are the same. */
    public boolean opens(OpenConsent entry) {
        return entry.consent().equals(consent)
                && entry.sequence() == sequence
                && entry.commitment().equals(commitment());
    }

    /** Nothing of the terms. */
    @Override
    public String toString() {
        return "opening of consent " + consent + " sequence " + sequence;
    }
}
