package org.assent.abci.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.wire.WireTransactions;

/**
 * Changes the bodies of real transactions before they are signed: numbers at their extremes, fields left out, lists shortened or
 * repeated, bytes flipped. What still decodes is authentic, so that the rules meet it.
 */
public final class BodyMutations implements UnaryOperator<Bytes> {

    private static final List<Long> EXTREMES = List.of(
            0L,
            1L,
            2L,
            -1L,
            63L,
            86_400L,
            (long) Integer.MAX_VALUE,
            Integer.MAX_VALUE + 1L,
            253_402_300_799L,
            Long.MAX_VALUE - 1,
            Long.MAX_VALUE,
            Long.MIN_VALUE);

    private final Random random;

    public BodyMutations(Random random) {
        this.random = random;
    }

    @Override
    public Bytes apply(Bytes body) {
        int kind = random.nextInt(10);
        if (kind < 3) {
            return body;
        }
        if (kind == 3) {
            byte[] bytes = body.toByteArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            return Bytes.of(bytes);
        }
        if (kind == 4) {
            return Bytes.of(Arrays.copyOf(body.toByteArray(), 1 + random.nextInt(body.length() + 8)));
        }
        try {
            Message changed = changed(WireTransactions.Body.parseFrom(body.toByteArray()));
            return changed.getSerializedSize() == 0 ? body : Bytes.of(changed.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a body of our own does not parse", e);
        }
    }

    /** The message with one field of it, however deep, changed. */
    private Message changed(Message message) {
        List<FieldDescriptor> fields = new ArrayList<>(message.getAllFields().keySet());
        if (fields.isEmpty() || random.nextInt(12) == 0) {
            fields = message.getDescriptorForType().getFields();
        }
        if (fields.isEmpty()) {
            return message;
        }
        FieldDescriptor field = fields.get(random.nextInt(fields.size()));
        Message.Builder builder = message.toBuilder();
        if (field.isRepeated()) {
            return repeated(message, field, builder);
        }
        if (random.nextInt(10) == 0) {
            return builder.clearField(field).build();
        }
        return builder.setField(field, value(field, message.getField(field))).build();
    }

    private Message repeated(Message message, FieldDescriptor field, Message.Builder builder) {
        List<Object> values = new ArrayList<>((List<?>) message.getField(field));
        if (values.isEmpty()) {
            return message;
        }
        int at = random.nextInt(values.size());
        switch (random.nextInt(4)) {
            case 0 -> values.remove(at);
            case 1 -> values.add(at, values.get(at));
            default -> values.set(at, value(field, values.get(at)));
        }
        return builder.setField(field, values).build();
    }

    private Object value(FieldDescriptor field, Object present) {
        return switch (field.getJavaType()) {
            case MESSAGE -> changed((Message) present);
            case LONG -> EXTREMES.get(random.nextInt(EXTREMES.size()));
            case INT -> EXTREMES.get(random.nextInt(EXTREMES.size())).intValue();
            case BOOLEAN -> !(Boolean) present;
            case STRING -> random.nextBoolean() ? "" : present + "\u0000é".repeat(1 + random.nextInt(100));
            case BYTE_STRING -> bytes((ByteString) present);
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(random.nextInt(field.getEnumType().getValues().size()));
            case FLOAT, DOUBLE -> present;
        };
    }

    private ByteString bytes(ByteString present) {
        byte[] bytes = present.toByteArray();
        if (bytes.length == 0 || random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(70));
        } else {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return ByteString.copyFrom(bytes);
    }
}
