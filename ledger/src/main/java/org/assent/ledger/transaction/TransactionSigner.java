package org.assent.ledger.transaction;

import java.util.Arrays;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.Signer;

/**
 * Makes signed transactions for one chain. Thread-safe if the signers are.
 *
 * @param chainId the chain that the signatures are good for
 */
public record TransactionSigner(String chainId) {

    /**
     * Encodes and signs.
     *
     * @param signers 1 to {@value SignedTransaction#MAX_SIGNATURES}, each with another key, in any order
     */
    public SignedTransaction sign(Transaction transaction, Signer... signers) {
        Bytes body = TransactionCodec.encodeBody(transaction);
        Bytes32 payload = SigningPayload.transaction(chainId, body);
        return new SignedTransaction(
                body,
                Arrays.stream(signers).map(signer -> signature(signer, payload)).toList());
    }

    /** The source's statement that it has a consent's content and understands it: the {@code held} of a RecordConsent. */
    public KeySignature vouch(
            Signer sourceService, SubjectId subject, ConsentId consent, long sequence, Bytes32 commitment) {
        return signature(sourceService, SigningPayload.held(chainId, subject, consent, sequence, commitment));
    }

    private static KeySignature signature(Signer signer, Bytes32 payload) {
        return new KeySignature(signer.publicKey(), signer.sign(payload));
    }
}
