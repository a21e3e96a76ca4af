package org.assent.receipt.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;

/** How values are written in our documents; {@link Members} reads them back. */
public final class Text {

    private Text() {}

    /** An object to be filled; the order does not matter. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Base64url without padding. */
    public static String of(Bytes bytes) {
        return of(bytes.toByteArray());
    }

    /** Base64url without padding. */
    public static String of(Bytes32 bytes) {
        return of(bytes.toByteArray());
    }

    /** Base64url without padding. */
    public static String of(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A decimal text. */
    public static String of(long integer) {
        return Long.toString(integer);
    }
}
