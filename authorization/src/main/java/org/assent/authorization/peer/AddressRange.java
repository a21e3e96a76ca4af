package org.assent.authorization.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A range of IP addresses in CIDR form (RFC 4632, RFC 4291 §2.3). Immutable. */
final class AddressRange {

    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private final byte[] prefix;
    private final int bits;

    private AddressRange(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /** Reads {@code address/bits}. */
    static AddressRange parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 2 || !LITERAL.matcher(parts[0]).matches() || !parts[1].matches("\\d{1,3}")) {
            throw new IllegalArgumentException("a range is address/bits, e.g. 10.0.0.0/8: " + text);
        }
        try {
            byte[] prefix = literal(parts[0]);
            int bits = Integer.parseInt(parts[1]);
            if (bits > prefix.length * 8) {
                throw new IllegalArgumentException("a range has at most " + prefix.length * 8 + " bits: " + text);
            }
            return new AddressRange(prefix, bits);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + text, e);
        }
    }

    /** The bytes of a literal; Java makes IPv4 of mapped IPv6, which a range of those must not become. */
    private static byte[] literal(String text) throws UnknownHostException {
        byte[] bytes = InetAddress.getByName(text).getAddress();
        if (bytes.length == 4 && text.indexOf(':') >= 0) {
            byte[] mapped = new byte[16];
            mapped[10] = (byte) 0xFF;
            mapped[11] = (byte) 0xFF;
            System.arraycopy(bytes, 0, mapped, 12, 4);
            return mapped;
        }
        return bytes;
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != prefix.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >>> (bit & 7);
            if (((bytes[bit >>> 3] ^ prefix[bit >>> 3]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
