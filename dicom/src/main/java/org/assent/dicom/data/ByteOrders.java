package org.assent.dicom.data;

import java.io.IOException;
import java.io.OutputStream;
import org.assent.dicom.source.ByteSource;

/** Turns words round, between the byte orders of PS3.5 §7.3. */
public final class ByteOrders {
    private static final int BUFFER = 64 * 1024;

    private ByteOrders() {}

    /**
     * Reverses the bytes of each whole word in place; an incomplete word at the end stays as it is.
     *
     * @param length how many bytes of {@code bytes} to treat
     * @param word the length of a word: 1 (nothing happens), 2, 4 or 8
     */
    public static void swap(byte[] bytes, int length, int word) {
        for (int start = 0; word > 1 && start + word <= length; start += word) {
            for (int i = start, j = start + word - 1; i < j; i++, j--) {
                byte kept = bytes[i];
                bytes[i] = bytes[j];
                bytes[j] = kept;
            }
        }
    }

    /** Copies a range whose words are turned round on the way. */
    public static void copySwapped(ByteSource source, long offset, long length, int word, OutputStream out)
            throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
        for (long done = 0; done < length; ) {
            int count = (int) Math.min(buffer.length, length - done);
            source.readFully(offset + done, buffer, 0, count);
            swap(buffer, count, word);
            out.write(buffer, 0, count);
            done += count;
        }
    }
}
