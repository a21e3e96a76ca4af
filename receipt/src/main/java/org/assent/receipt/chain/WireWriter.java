package org.assent.receipt.chain;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.assent.ledger.bytes.Bytes;

/**
 * Writes the few protobuf messages that CometBFT hashes and signs, as gogoproto writes them: fields in order, default values
 * left out, except that messages which are not nullable are written even if they are empty. For one thread.
 */
final class WireWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    @FunctionalInterface
    private interface Write {
        void to(CodedOutputStream out) throws IOException;
    }

    /** uint64, int64 or an enum; left out if 0. */
    WireWriter varint(int field, long value) {
        return value == 0 ? this : write(stream -> stream.writeUInt64(field, value));
    }

    /** sfixed64; left out if 0. */
    WireWriter fixed64(int field, long value) {
        return value == 0 ? this : write(stream -> stream.writeSFixed64(field, value));
    }

    /** bytes; left out if empty. */
    WireWriter bytes(int field, byte[] value) {
        return value.length == 0 ? this : message(field, value);
    }

    /** string; left out if empty. */
    WireWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A message, written even if it is empty. */
    WireWriter message(int field, byte[] value) {
        return write(stream -> stream.writeByteArray(field, value));
    }

    /** What was written. */
    byte[] done() {
        write(CodedOutputStream::flush);
        return bytes.toByteArray();
    }

    /** What was written, after its length as a varint. */
    byte[] delimited() {
        byte[] message = done();
        WireWriter framed = new WireWriter();
        framed.write(stream -> stream.writeUInt32NoTag(message.length));
        framed.write(stream -> stream.writeRawBytes(message));
        return framed.done();
    }

    /** google.protobuf.Timestamp. */
    static byte[] time(Instant time) {
        return new WireWriter()
                .varint(1, time.getEpochSecond())
                .varint(2, time.getNano())
                .done();
    }

    /** google.protobuf.BytesValue, which for no bytes is no bytes. */
    static byte[] wrapped(Bytes value) {
        return new WireWriter().bytes(1, value.toByteArray()).done();
    }

    private WireWriter write(Write what) {
        try {
            what.to(out);
            return this;
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }
}
