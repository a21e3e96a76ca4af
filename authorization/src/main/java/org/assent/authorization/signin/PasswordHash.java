package org.assent.authorization.signin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.SCrypt;

/** Passwords of demo accounts, kept as scrypt hashes (RFC 7914, N = 2^14, r = 8, p = 1: 16 MiB a check). Pure. */
final class PasswordHash {

    private static final int COST = 1 << 14;
    private static final int BLOCK = 8;
    private static final int PARALLEL = 1;
    private static final int SALT = 16;
    private static final int LENGTH = 32;
    private static final String PREFIX = "scrypt-14-8-1$";

    private PasswordHash() {}

    /** Hashes a password under a fresh salt. */
    static String of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return PREFIX + Base64.getEncoder().encodeToString(salt) + "$"
                + Base64.getEncoder().encodeToString(derive(password, salt));
    }

    /** Whether the password is the one that was hashed. */
    static boolean matches(String password, String stored) {
        String[] parts = stored.split("\\$", -1);
        if (parts.length != 3 || !stored.startsWith(PREFIX)) {
            throw new IllegalStateException("a stored password hash is not of this version");
        }
        byte[] expected = Base64.getDecoder().decode(parts[2]);
        return MessageDigest.isEqual(
                expected, derive(password, Base64.getDecoder().decode(parts[1])));
    }

    private static byte[] derive(String password, byte[] salt) {
        return SCrypt.generate(password.getBytes(StandardCharsets.UTF_8), salt, COST, BLOCK, PARALLEL, LENGTH);
    }
}
