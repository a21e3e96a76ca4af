package org.assent.site.receipts;

import java.util.regex.Pattern;

/** The shape of the ids that responses name: a random UUID in its text form, lower case. */
final class ReceiptId {

    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private ReceiptId() {}

    static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }
}
