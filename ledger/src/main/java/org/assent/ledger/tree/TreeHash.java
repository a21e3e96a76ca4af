package org.assent.ledger.tree;

import java.security.MessageDigest;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;

/**
 * The hash functions of the authenticated map: a compact binary sparse Merkle tree, hashed as ICS-23's SmtSpec says.
 *
 * <p>A leaf sits at the shallowest depth where its path is unique, so the root depends only on the set of entries. Depth 0
 * is the root; at depth d the bit d of the path, most significant first, chooses left (0) or right (1). Pure and
 * thread-safe.
 */
public final class TreeHash {

    /** The hash of an empty subtree, and the root of the empty map: 32 zero bytes. */
    public static final Bytes32 EMPTY = Bytes32.of(new byte[Bytes32.LENGTH]);

    /** The deepest that a leaf can sit: the bits of a path. */
    public static final int MAX_DEPTH = 256;

    private static final byte LEAF = 0;
    private static final byte INNER = 1;

    private TreeHash() {}

    /** Where a key sits: {@code SHA-256(key)}. */
    public static Bytes32 path(byte[] key) {
        return Hash.sha256(key);
    }

    /** What a leaf keeps of its value: {@code SHA-256(value)}. */
    public static Bytes32 valueHash(byte[] value) {
        return Hash.sha256(value);
    }

    /** {@code SHA-256(00 ‖ path ‖ SHA-256(value))}, with the value hashed already. */
    public static Bytes32 leaf(Bytes32 path, Bytes32 valueHash) {
        return node(LEAF, path, valueHash);
    }

    /** {@code SHA-256(01 ‖ left ‖ right)}; at least one side holds two leaves or both hold one. */
    public static Bytes32 inner(Bytes32 left, Bytes32 right) {
        return node(INNER, left, right);
    }

    private static Bytes32 node(byte kind, Bytes32 first, Bytes32 second) {
        MessageDigest digest = Hash.sha256();
        digest.update(kind);
        first.update(digest);
        second.update(digest);
        return Bytes32.of(digest.digest());
    }
}
