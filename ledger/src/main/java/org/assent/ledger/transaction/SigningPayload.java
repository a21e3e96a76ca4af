package org.assent.ledger.transaction;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.identity.TransactionId;

/** The 32 bytes that signatures of the ledger cover. Each is good for one chain only. Pure. */
public final class SigningPayload {

    private SigningPayload() {}

    /** What a transaction's signatures cover: its TransactionId. */
    public static Bytes32 transaction(String chainId, Bytes body) {
        return TransactionId.of(chainId, body).value();
    }

    /**
     * What the source signs to vouch for a consent: {@code H("held", chain id, SubjectId, ConsentId, sequence,
     * TermsCommitment)}, the sequence as 8 bytes big endian.
     */
    public static Bytes32 held(
            String chainId, SubjectId subject, ConsentId consent, long sequence, Bytes32 commitment) {
        return Hash.of(
                Domain.HELD,
                chainId.getBytes(StandardCharsets.UTF_8),
                subject.value().toByteArray(),
                consent.toByteArray(),
                ByteBuffer.allocate(Long.BYTES).putLong(sequence).array(),
                commitment.toByteArray());
    }

    /** What the source must have signed for the {@code held} of this transaction. */
    public static Bytes32 held(String chainId, RecordConsent recording) {
        return held(chainId, recording.subject(), recording.consent(), recording.sequence(), recording.commitment());
    }
}
