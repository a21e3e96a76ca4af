package org.assent.ledger.transaction;

import com.google.protobuf.ByteString;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.Canonical;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.codec.WireFields;
import org.assent.ledger.signature.Signature;
import org.assent.ledger.wire.WireTransactions;
import org.assent.ledger.wire.WireValues;

/**
 * The canonical bytes of transactions and of their envelopes.
 *
 * <p>{@code decode(encode(x))} is x, and no other bytes decode to it. Any bytes give a value or a {@link MalformedBytes}
 * (ledger property L3). Whether signatures verify is not looked at here. Pure and thread-safe.
 */
public final class TransactionCodec {

    private TransactionCodec() {}

    /** The body of a transaction: what is signed. */
    public static Bytes encodeBody(Transaction transaction) {
        return Bytes.of(WireBodies.write(transaction).toByteArray());
    }

    /** Reads a body back. */
    public static Transaction decodeBody(Bytes body) throws MalformedBytes {
        return Canonical.decode(
                body.toByteArray(),
                SignedTransaction.MAX_LENGTH,
                WireTransactions.Body.parser(),
                WireBodies::read,
                WireBodies::write);
    }

    /**
     * The envelope: what is submitted.
     *
     * @throws IllegalArgumentException if it would have more than {@value SignedTransaction#MAX_LENGTH} bytes
     */
    public static byte[] encode(SignedTransaction signed) {
        byte[] bytes = write(signed).toByteArray();
        if (bytes.length > SignedTransaction.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an envelope has at most " + SignedTransaction.MAX_LENGTH + " bytes, this one " + bytes.length);
        }
        return bytes;
    }

    /** Reads an envelope back; its body may still be malformed ({@link #decodeBody}). */
    public static SignedTransaction decode(byte[] envelope) throws MalformedBytes {
        return Canonical.decode(
                envelope,
                SignedTransaction.MAX_LENGTH,
                WireTransactions.SignedTransaction.parser(),
                TransactionCodec::read,
                TransactionCodec::write);
    }

    static WireValues.KeySignature write(KeySignature signature) {
        return WireValues.KeySignature.newBuilder()
                .setKey(WireFields.write(signature.key()))
                .setSignature(ByteString.copyFrom(signature.signature().toByteArray()))
                .build();
    }

    static KeySignature read(WireValues.KeySignature signature) {
        return new KeySignature(
                WireFields.key(signature.getKey()),
                Signature.of(signature.getSignature().toByteArray()));
    }

    private static WireTransactions.SignedTransaction write(SignedTransaction signed) {
        return WireTransactions.SignedTransaction.newBuilder()
                .setVersion(WireFields.VERSION)
                .setBody(ByteString.copyFrom(signed.body().toByteArray()))
                .addAllSignatures(signed.signatures().stream()
                        .map(TransactionCodec::write)
                        .toList())
                .build();
    }

    private static SignedTransaction read(WireTransactions.SignedTransaction signed) {
        WireFields.version(signed.getVersion());
        return new SignedTransaction(
                Bytes.of(signed.getBody().toByteArray()),
                signed.getSignaturesList().stream().map(TransactionCodec::read).toList());
    }
}
