package org.assent.ledger.codec;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Ways of writing the same protobuf message in another form, all of which a parser takes and a canonical decoder must
 * refuse.
 */
public final class ProtobufMutations {

    private ProtobufMutations() {}

    /** One form for each rule of canonical bytes, by the name of the rule. */
    public static Map<String, byte[]> nonCanonicalFormsOf(byte[] message) {
        List<byte[]> fields = fields(message);
        Map<String, byte[]> forms = new TreeMap<>();
        forms.put("unknown varint field", plus(message, "f80701"));
        forms.put("unknown empty field", plus(message, "fa0700"));
        forms.put("unknown group", plus(message, "fb07fc07"));
        forms.put("last field twice", join(message, fields.getLast()));
        forms.put("first field twice", join(fields.getFirst(), message));
        forms.put("field number with a long varint", longTag(message));
        forms.put("version with a long varint", join(HexFormat.of().parseHex("088100"), skip(message, 2)));
        forms.put("version with a sign", join(HexFormat.of().parseHex("0881808080808080808000"), skip(message, 2)));
        if (fields.size() > 1) {
            List<byte[]> reversed = new ArrayList<>(fields);
            Collections.reverse(reversed);
            forms.put("fields in another order", join(reversed.toArray(byte[][]::new)));
        }
        forms.put("version left out", skip(message, 2));
        forms.put("version 0 written", join(HexFormat.of().parseHex("0800"), skip(message, 2)));
        forms.put("version 2", join(HexFormat.of().parseHex("0802"), skip(message, 2)));
        return forms;
    }

    /** The message with a few bytes changed, cut, doubled or added. */
    public static byte[] mutate(byte[] message, Random random) {
        byte[] bytes = message.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(5)) {
                case 0 -> Arrays.copyOf(bytes, at + 1);
                case 1 -> join(Arrays.copyOf(bytes, at), skip(bytes, at / 2));
                case 2 -> join(Arrays.copyOf(bytes, at), new byte[] {(byte) random.nextInt()}, skip(bytes, at));
                default -> {
                    byte[] changed = bytes.clone();
                    changed[at] ^= (byte) (1 << random.nextInt(8));
                    yield changed;
                }
            };
        }
        return bytes;
    }

    /** The fields of the message, each with its tag. */
    private static List<byte[]> fields(byte[] message) {
        List<byte[]> fields = new ArrayList<>();
        int at = 0;
        while (at < message.length) {
            int start = at;
            int tag = message[at++];
            long value = 0;
            int shift = 0;
            int b;
            do {
                b = message[at++];
                value |= (long) (b & 127) << shift;
                shift += 7;
            } while (b < 0);
            if ((tag & 7) == 2) {
                at += (int) value;
            }
            fields.add(Arrays.copyOfRange(message, start, at));
        }
        return fields;
    }

    private static byte[] longTag(byte[] message) {
        return join(new byte[] {(byte) (message[0] | 0x80), 0}, skip(message, 1));
    }

    private static byte[] plus(byte[] message, String hex) {
        return join(message, HexFormat.of().parseHex(hex));
    }

    private static byte[] skip(byte[] bytes, int count) {
        return Arrays.copyOfRange(bytes, count, bytes.length);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
