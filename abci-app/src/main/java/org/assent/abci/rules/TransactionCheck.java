package org.assent.abci.rules;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.TransactionId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.transaction.KeySignature;
import org.assent.ledger.transaction.RecordConsent;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.SigningPayload;
import org.assent.ledger.transaction.Transaction;
import org.assent.ledger.transaction.TransactionCodec;

/**
 * The part of validation that needs no state: canonical bytes and signatures. The same for CheckTx and FinalizeBlock.
 *
 * <p>Pure but for the verifier's cache, and thread-safe: the transactions of a block are checked in parallel.
 */
public final class TransactionCheck {

    private final String chainId;
    private final SignatureVerifier verifier;

    public TransactionCheck(String chainId, SignatureVerifier verifier) {
        this.chainId = chainId;
        this.verifier = verifier;
    }

    /** Decodes any bytes and verifies the signatures; empty if they are malformed. */
    public Optional<CheckedTransaction> check(byte[] envelope) {
        try {
            SignedTransaction signed = TransactionCodec.decode(envelope);
            Transaction transaction = TransactionCodec.decodeBody(signed.body());
            TransactionId id = signed.id(chainId);
            Set<PublicKey> signers = new HashSet<>();
            for (KeySignature signature : signed.signatures()) {
                if (verifies(signature, id.value())) {
                    signers.add(signature.key());
                }
            }
            boolean authentic = signers.size() == signed.signatures().size();
            return Optional.of(new CheckedTransaction(id, transaction, signers, authentic, held(transaction)));
        } catch (MalformedBytes e) {
            return Optional.empty();
        }
    }

    /** Whether the bytes are a canonical envelope with a canonical body; signatures are not looked at. */
    public static Optional<Transaction> decode(byte[] envelope) {
        try {
            return Optional.of(TransactionCodec.decodeBody(
                    TransactionCodec.decode(envelope).body()));
        } catch (MalformedBytes e) {
            return Optional.empty();
        }
    }

    private boolean held(Transaction transaction) {
        return transaction instanceof RecordConsent consent
                && verifies(consent.held(), SigningPayload.held(chainId, consent));
    }

    private boolean verifies(KeySignature signature, Bytes32 message) {
        return verifier.verifies(signature.key(), message, signature.signature());
    }
}
