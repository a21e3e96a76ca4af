package org.assent.ledger.codec;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.wire.WireValues;

/**
 * How single values stand in protobuf fields, in both directions. Reading throws {@link IllegalArgumentException} for
 * whatever is not such a value.
 */
public final class WireFields {

    /** The version of every record of these formats. */
    public static final int VERSION = 1;

    private WireFields() {}

    /** Refuses a version that these rules do not know. */
    public static void version(int version) {
        if (version != VERSION) {
            throw new IllegalArgumentException("version must be " + VERSION);
        }
    }

    /** Refuses a message without a field that it must have. */
    public static void present(String field, boolean present) {
        if (!present) {
            throw new IllegalArgumentException(field + " is missing");
        }
    }

    /** 32 bytes. */
    public static ByteString write(Bytes32 value) {
        return ByteString.copyFrom(value.toByteArray());
    }

    /** 16 bytes. */
    public static ByteString write(ConsentId consent) {
        return ByteString.copyFrom(consent.toByteArray());
    }

    /** Whole seconds since 1970. */
    public static long write(Instant wholeSeconds) {
        return wholeSeconds.getEpochSecond();
    }

    /** Algorithm tag and compressed point. */
    public static WireValues.Key write(PublicKey key) {
        return WireValues.Key.newBuilder()
                .setAlgorithm(WireValues.Algorithm.ALGORITHM_P256)
                .setPoint(ByteString.copyFrom(key.toByteArray()))
                .build();
    }

    /** 32 bytes. */
    public static Bytes32 bytes32(ByteString bytes) {
        return Bytes32.of(bytes.toByteArray());
    }

    /** 32 bytes. */
    public static OrganizationId organization(ByteString bytes) {
        return new OrganizationId(bytes32(bytes));
    }

    /** 32 bytes. */
    public static SubjectId subject(ByteString bytes) {
        return new SubjectId(bytes32(bytes));
    }

    /** 16 bytes. */
    public static ConsentId consent(ByteString bytes) {
        return ConsentId.of(bytes.toByteArray());
    }

    /** Whole seconds since 1970, until 9999. */
    public static Instant instant(long epochSecond) {
        return Instant.ofEpochSecond(Checks.range("time", epochSecond, 0, Checks.LATEST_SECOND));
    }

    /** Algorithm tag and compressed point; the only algorithm is P-256. */
    public static PublicKey key(WireValues.Key key) {
        if (key.getAlgorithm() != WireValues.Algorithm.ALGORITHM_P256) {
            throw new IllegalArgumentException("the algorithm of a key must be P-256");
        }
        return PublicKey.p256(key.getPoint().toByteArray());
    }
}
