package org.assent.ledger.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Reads canonical protobuf: fields in order, nothing unknown, duplicate or default-valued, shortest varints.
 *
 * <p>There is no list of forbidden forms: what was decoded is encoded again, and other bytes than the given ones are
 * refused. Values check their own limits when they are constructed. Total: any bytes give a value or a
 * {@link MalformedBytes} (ledger property L3). Pure and thread-safe.
 */
public final class Canonical {

    private Canonical() {}

    /**
     * Decodes one value.
     *
     * @param bytes any bytes
     * @param maxLength the most that such a value may have; checked before anything is parsed
     * @param parser of the message
     * @param read makes the value of the message; an {@link IllegalArgumentException} from it is a broken limit
     * @param write the inverse of {@code read}
     * @throws MalformedBytes if the bytes are not exactly what the value is encoded to
     */
    public static <M extends Message, T> T decode(
            byte[] bytes, int maxLength, Parser<M> parser, Function<M, T> read, Function<T, M> write)
            throws MalformedBytes {
        if (bytes.length > maxLength) {
            throw new MalformedBytes("has " + bytes.length + " bytes, at most " + maxLength + " are allowed");
        }
        T value;
        try {
            value = read.apply(parser.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedBytes("is not a protobuf message of the expected kind", e);
        } catch (IllegalArgumentException e) {
            throw new MalformedBytes("breaks a limit: " + e.getMessage(), e);
        }
        if (!Arrays.equals(bytes, write.apply(value).toByteArray())) {
            throw new MalformedBytes("is not in canonical form: encoding it again gives other bytes");
        }
        return value;
    }
}
