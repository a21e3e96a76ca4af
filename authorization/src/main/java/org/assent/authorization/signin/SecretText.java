package org.assent.authorization.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.assent.ledger.bytes.Hash;

/** Random texts that only their holder knows; of which the site keeps the hash. */
public final class SecretText {

    private SecretText() {}

    /** A fresh one, base64url. */
    public static String random(SecureRandom random, int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    /** Its hash for a purpose, 64 hexadecimal digits. */
    public static String hash(String purpose, String secret) {
        return Hash.sha256((purpose + " " + secret).getBytes(StandardCharsets.UTF_8))
                .toHex();
    }

    /** Equality in a time that does not depend on where the texts differ. */
    public static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
