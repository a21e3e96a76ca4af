package org.assent.site.receipts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.assent.ledger.bytes.Hash;

/** The shape of the ids that responses name: a UUID in its text form, lower case. */
final class ReceiptId {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private ReceiptId() {}

    /**
     * The id of the next receipt of the same listing: a UUID of version 8 (RFC 9562 §5.8) made of the one before, so that nothing
     * but the first must be known.
     */
    static String next(String id) {
        ByteBuffer hash =
                ByteBuffer.wrap(Hash.sha256(("assent/next-receipt/v1" + id).getBytes(StandardCharsets.US_ASCII))
                        .toByteArray());
        long most = (hash.getLong() & ~0xf000L) | 0x8000L;
        long least = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least).toString();
    }

    static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }
}
