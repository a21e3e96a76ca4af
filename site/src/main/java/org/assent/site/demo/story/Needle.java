package org.assent.site.demo.story;

import java.util.Arrays;

/** Looks for bytes in bytes. */
final class Needle {

    private Needle() {}

    /** Whether the bytes occur, one after the other. */
    static boolean contains(byte[] haystack, byte[] needle) {
        for (int start = 0; start + needle.length <= haystack.length; start++) {
            if (Arrays.mismatch(haystack, start, start + needle.length, needle, 0, needle.length) < 0) {
                return true;
            }
        }
        return false;
    }
}
