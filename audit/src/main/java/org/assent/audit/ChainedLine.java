package org.assent.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;

/**
 * One line of a segment: 64 hexadecimal digits of the chain's head after it, a space, the JSON, a line feed. The head is
 * {@code SHA-256(head before ‖ JSON)}, so a line that is torn, altered, missing or out of place is found.
 *
 * @param head the chain's head after the line
 * @param json what it says
 */
record ChainedLine(Bytes32 head, String json) {

    /** The head before the first line of all. */
    static final Bytes32 START = Bytes32.of(new byte[Bytes32.LENGTH]);

    private static final int HEX = 2 * Bytes32.LENGTH;

    static ChainedLine after(Bytes32 previous, String json) {
        return new ChainedLine(head(previous, json.getBytes(StandardCharsets.UTF_8)), json);
    }

    /** The bytes of the line, line feed included. */
    byte[] toBytes() {
        return (head.toHex() + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a line without its line feed; empty unless it continues the chain. */
    static Optional<ChainedLine> read(Bytes32 previous, byte[] line) {
        if (line.length < HEX + 1 || line[HEX] != ' ') {
            return Optional.empty();
        }
        byte[] json = Arrays.copyOfRange(line, HEX + 1, line.length);
        Bytes32 head = head(previous, json);
        return head.toHex().equals(new String(line, 0, HEX, StandardCharsets.ISO_8859_1))
                ? Optional.of(new ChainedLine(head, new String(json, StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /** The head that a line claims, unchecked; the start of the chain if it is none. */
    static Bytes32 headOf(byte[] line) {
        try {
            return line.length < HEX ? START : Bytes32.fromHex(new String(line, 0, HEX, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return START;
        }
    }

    private static Bytes32 head(Bytes32 previous, byte[] json) {
        MessageDigest digest = Hash.sha256();
        previous.update(digest);
        digest.update(json);
        return Bytes32.of(digest.digest());
    }
}
