package org.assent.receipt;

import java.util.Arrays;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.json.CanonicalJson;

/**
 * The text of receipts: canonical JSON (RFC 8785), so that equal receipts are equal bytes and no other bytes are the same
 * receipt. Pure and thread-safe.
 */
public final class ReceiptCodec {

    private ReceiptCodec() {}

    /**
     * The text.
     *
     * @throws IllegalArgumentException if it would be longer than {@value Receipt#MAX_LENGTH} bytes
     */
    public static Bytes encode(Receipt receipt) {
        Bytes text = CanonicalJson.write(ReceiptJson.write(receipt));
        if (text.length() > Receipt.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a receipt has at most " + Receipt.MAX_LENGTH + " bytes, this has " + text.length());
        }
        return text;
    }

    /** Reads exactly what {@link #encode} gives. */
    public static Receipt decode(byte[] text) throws MalformedBytes {
        Receipt receipt = ReceiptReader.receipt(CanonicalJson.read(text, Receipt.MAX_LENGTH));
        if (!Arrays.equals(text, encode(receipt).toByteArray())) { // sets that are not sorted
            throw new MalformedBytes("is not in canonical form: encoding it again gives other bytes");
        }
        return receipt;
    }
}
