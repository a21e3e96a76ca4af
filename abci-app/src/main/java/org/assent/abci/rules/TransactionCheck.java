package org.assent.abci.rules;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.cache.RecentlyUsed;
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
 * The part of validation that needs no state: canonical bytes and signatures. The same for CheckTx, the proposals and FinalizeBlock.
 *
 * <p>Its answer depends on the bytes alone, so that what it found once it may remember: that can only save time. Thread-safe: the
 * transactions of a block are checked in parallel.
 */
public final class TransactionCheck {

    private final String chainId;
    private final SignatureVerifier verifier;
    private final RecentlyUsed<Bytes32, Known> known;

    /** What was found, and how many bytes it was found in. */
    private record Known(CheckedTransaction checked, int length) {}

    /** Remembers nothing. */
    public TransactionCheck(String chainId, SignatureVerifier verifier) {
        this(chainId, verifier, 0);
    }

    /**
     * Remembers the newest envelopes whose signatures all verify, by the SHA-256 of their bytes.
     *
     * @param bytes the most that all envelopes remembered have together; decoded they take a few times that
     */
    public TransactionCheck(String chainId, SignatureVerifier verifier, long bytes) {
        this.chainId = chainId;
        this.verifier = verifier;
        this.known = new RecentlyUsed<>(bytes, Known::length);
    }

    /** Decodes any bytes and verifies the signatures; empty if they are malformed. */
    public Optional<CheckedTransaction> check(byte[] envelope) {
        Bytes32 hash = Hash.sha256(envelope);
        Known remembered = known.get(hash);
        if (remembered != null) {
            return Optional.of(remembered.checked());
        }
        Optional<CheckedTransaction> checked = checkedAnew(envelope);
        checked.filter(CheckedTransaction::authentic)
                .ifPresent(authentic -> known.put(hash, new Known(authentic, envelope.length)));
        return checked;
    }

    /** Decodes any bytes without a look at their signatures; empty if they are malformed. */
    public Optional<Transaction> transaction(byte[] envelope) {
        Known remembered = known.get(Hash.sha256(envelope));
        return remembered == null
                ? decode(envelope)
                : Optional.of(remembered.checked().transaction());
    }

    private Optional<CheckedTransaction> checkedAnew(byte[] envelope) {
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
