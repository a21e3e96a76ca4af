package org.assent.custody.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals bytes under a secret key with AES-256-GCM (NIST SP 800-38D), bound to what they are for: sealed bytes that were
 * put in the place of others do not open.
 *
 * <p>Sealed form: one byte 1, a random nonce of 12 bytes, ciphertext, tag of 16 bytes. Thread-safe. The text form tells
 * nothing.
 */
public final class SecretBox {

    /** Length of the key in bytes. */
    public static final int KEY_LENGTH = 32;

    private static final String HMAC = "HmacSHA256";
    private static final byte VERSION = 1;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random;

    /**
     * A box with the given key.
     *
     * @param key {@value #KEY_LENGTH} bytes, copied
     */
    public SecretBox(byte[] key, SecureRandom random) {
        if (key.length != KEY_LENGTH) {
            throw new IllegalArgumentException("a key has " + KEY_LENGTH + " bytes, got " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
        this.random = random;
    }

    /**
     * Seals.
     *
     * @param context what the bytes are and whose; the same text opens them
     */
    public byte[] seal(String context, byte[] plain) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            byte[] whole = new byte[1 + NONCE_LENGTH + sealed.length];
            whole[0] = VERSION;
            System.arraycopy(nonce, 0, whole, 1, NONCE_LENGTH);
            System.arraycopy(sealed, 0, whole, 1 + NONCE_LENGTH, sealed.length);
            return whole;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot encrypt with AES-256-GCM", e);
        }
    }

    /**
     * Opens what {@link #seal} made for the same context.
     *
     * @throws SealBrokenException if it is anything else
     */
    public byte[] open(String context, byte[] sealed) {
        if (sealed.length < 1 + NONCE_LENGTH + TAG_BITS / Byte.SIZE || sealed[0] != VERSION) {
            throw new SealBrokenException(context, null);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_LENGTH);
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(sealed, 1 + NONCE_LENGTH, sealed.length - 1 - NONCE_LENGTH);
        } catch (GeneralSecurityException e) {
            throw new SealBrokenException(context, e);
        }
    }

    /** Seals a text. */
    public byte[] sealText(String context, String text) {
        return seal(context, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Opens a text. */
    public String openText(String context, byte[] sealed) {
        return new String(open(context, sealed), StandardCharsets.UTF_8);
    }

    /**
     * Another secret of 32 bytes for another use, made of this key: HKDF-SHA-256 (RFC 5869) without salt. Whoever learns it
     * learns nothing of the key, and it is gone when the key is.
     *
     * @param use what for; ASCII
     */
    public byte[] derive(String use) {
        try {
            Mac extract = Mac.getInstance(HMAC);
            extract.init(new SecretKeySpec(new byte[KEY_LENGTH], HMAC));
            Mac expand = Mac.getInstance(HMAC);
            expand.init(new SecretKeySpec(extract.doFinal(key.getEncoded()), HMAC));
            expand.update(use.getBytes(StandardCharsets.US_ASCII));
            return expand.doFinal(new byte[] {1});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no HMAC-SHA-256", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "a secret box";
    }
}
