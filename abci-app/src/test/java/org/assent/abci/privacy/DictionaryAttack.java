package org.assent.abci.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assent.ledger.bytes.Domain;
import org.assent.ledger.bytes.Hash;

/**
 * Tries every word of a dictionary against every byte of the chain: as it is written, and hashed in every way that needs no secret,
 * also together with every public identifier in the place of a salt.
 */
final class DictionaryAttack {

    private final Set<Long> chain;
    private final List<byte[]> publicValues;

    DictionaryAttack(Collection<byte[]> chain, List<byte[]> publicValues) {
        this.chain = Windows.of(chain);
        this.publicValues = publicValues;
    }

    /** Whether the word, or something that only the word gives, is on the chain. */
    boolean finds(String word) {
        for (String form : List.of(word, word.toUpperCase(Locale.ROOT), word.toLowerCase(Locale.ROOT))) {
            byte[] utf8 = form.getBytes(StandardCharsets.UTF_8);
            for (byte[] written : List.of(
                    utf8,
                    form.getBytes(StandardCharsets.UTF_16BE),
                    form.getBytes(StandardCharsets.UTF_16LE),
                    form.getBytes(StandardCharsets.ISO_8859_1),
                    HexFormat.of().formatHex(utf8).getBytes(StandardCharsets.US_ASCII),
                    Base64.getEncoder().encode(utf8))) {
                if (chain.contains(Windows.first(written))) {
                    return containsAll(written);
                }
            }
            for (byte[] hash : hashes(utf8)) {
                if (chain.contains(Windows.first(hash))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A prefix that words have in common is no match: all of the word must be there. */
    private boolean containsAll(byte[] written) {
        Set<Long> windows = Windows.of(List.of(written));
        return !windows.isEmpty() && chain.containsAll(windows);
    }

    private List<byte[]> hashes(byte[] word) {
        List<byte[]> hashes = new ArrayList<>();
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512", "SHA3-256")) {
            hashes.add(digest(algorithm, word));
        }
        hashes.add(digest("SHA-256", digest("SHA-256", word)));
        for (Domain domain : Domain.values()) {
            hashes.add(Hash.of(domain, word).toByteArray());
        }
        for (byte[] known : publicValues) {
            hashes.add(hmac(known, word));
            for (Domain domain : List.of(Domain.STUDY, Domain.STUDY_RECORD, Domain.TERMS, Domain.SUBJECT)) {
                hashes.add(Hash.of(domain, known, word).toByteArray());
                hashes.add(Hash.of(domain, word, known).toByteArray());
            }
        }
        return hashes;
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
