package org.assent.abci.tree;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Records that no hash of the tree covers, with a CRC-32C (RFC 3720, appendix B.4) behind them: against disks that change
 * bytes, not against people.
 */
final class Sealed {

    private Sealed() {}

    static byte[] seal(byte[] record) {
        return ByteBuffer.allocate(record.length + Integer.BYTES)
                .put(record)
                .putInt(checksum(record))
                .array();
    }

    /**
     * The record.
     *
     * @throws NodeStoreException if it is not the one that was sealed
     */
    static byte[] open(String what, byte[] sealed) {
        int length = sealed.length - Integer.BYTES;
        if (length < 0 || ByteBuffer.wrap(sealed).getInt(length) != checksum(sealed, length)) {
            throw new NodeStoreException(what + " is damaged: its checksum does not fit");
        }
        return Arrays.copyOf(sealed, length);
    }

    /** The checksum alone. */
    static int checksum(byte[] bytes) {
        return checksum(bytes, bytes.length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
