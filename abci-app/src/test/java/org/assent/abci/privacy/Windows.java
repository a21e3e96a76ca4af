package org.assent.abci.privacy;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** All runs of eight bytes of some byte strings: what two of them have in common. */
final class Windows {

    static final int LENGTH = 8;

    private Windows() {}

    static Set<Long> of(Collection<byte[]> strings) {
        Set<Long> windows = new HashSet<>();
        for (byte[] bytes : strings) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            for (int i = 0; i + LENGTH <= bytes.length; i++) {
                windows.add(buffer.getLong(i));
            }
        }
        return windows;
    }

    /** The first eight bytes; shorter strings are filled with what no hash has by chance. */
    static long first(byte[] bytes) {
        return bytes.length < LENGTH ? Long.MIN_VALUE : ByteBuffer.wrap(bytes).getLong();
    }
}
