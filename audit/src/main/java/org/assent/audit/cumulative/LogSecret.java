package org.assent.audit.cumulative;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.identity.SubjectId;

/**
 * What hides a subject in the access log's map: everything secret is made of these 32 bytes with HMAC-SHA-256, so that a map
 * that was lost can be made again, and destroying them leaves hashes that tell nothing. Thread-safe. The text form tells
 * nothing.
 */
public final class LogSecret {

    /** Length in bytes. */
    public static final int LENGTH = 32;

    private final SecretKeySpec key;

    /** Copies the {@value #LENGTH} bytes. */
    public LogSecret(byte[] secret) {
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException("the secret of a log has " + LENGTH + " bytes, got " + secret.length);
        }
        this.key = new SecretKeySpec(secret, "HmacSHA256");
    }

    /** logKey: {@code HMAC(secret, "assent/log-key/v1")}. */
    public Bytes32 logKey() {
        return mac("assent/log-key/v1", new byte[0]);
    }

    /** Key of the subject in the map: {@code H("log", logKey, SubjectId)}. */
    public Bytes32 mapKey(SubjectId subject) {
        return mapKey(logKey(), subject);
    }

    static Bytes32 mapKey(Bytes32 logKey, SubjectId subject) {
        return Hash.of(Domain.LOG, logKey.toByteArray(), subject.value().toByteArray());
    }

    /** Salt of the subject's entry n, from 1: {@code HMAC(secret, "assent/log-salt/v1" ‖ n)}, n as 8 bytes big endian. */
    Bytes32 entrySalt(long n) {
        return mac("assent/log-salt/v1", number(n));
    }

    /** Salt of the subject's leaf after its entry n: {@code HMAC(secret, "assent/log-leaf-salt/v1" ‖ n)}. */
    Bytes32 leafSalt(long n) {
        return mac("assent/log-leaf-salt/v1", number(n));
    }

    static byte[] number(long n) {
        return ByteBuffer.allocate(Long.BYTES).putLong(n).array();
    }

    private Bytes32 mac(String label, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(label.getBytes(StandardCharsets.US_ASCII));
            return Bytes32.of(mac.doFinal(input));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "a secret of the access log";
    }
}
