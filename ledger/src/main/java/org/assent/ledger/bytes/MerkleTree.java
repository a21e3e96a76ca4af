package org.assent.ledger.bytes;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 6962 §2.1 (RFC 9162 §2.1) over a list of byte strings, with SHA-256.
 *
 * <p>Leaf {@code SHA-256(00 ‖ data)}, inner {@code SHA-256(01 ‖ left ‖ right)}, split at the largest power of two below the
 * size; the empty list has the root {@code SHA-256("")}. Pure and thread-safe.
 */
public final class MerkleTree {

    private static final byte LEAF = 0;
    private static final byte INNER = 1;

    private MerkleTree() {}

    /** The root over the data, in order; the list may be empty. */
    public static Bytes32 root(List<byte[]> data) {
        return data.isEmpty() ? Hash.sha256(new byte[0]) : subtree(leaves(data));
    }

    /** The root over 32-byte strings (hashes that are leaf data themselves), in order; the list may be empty. */
    public static Bytes32 rootOfHashes(List<Bytes32> data) {
        return root(data.stream().map(Bytes32::toByteArray).toList());
    }

    /**
     * The inclusion path of one element: siblings from the leaf up (RFC 9162 §2.1.3.1).
     *
     * @param index from 0
     * @throws IndexOutOfBoundsException if there is no such element
     */
    public static List<Bytes32> path(List<byte[]> data, int index) {
        if (index < 0 || index >= data.size()) {
            throw new IndexOutOfBoundsException("no element " + index + " of " + data.size());
        }
        List<Bytes32> path = new ArrayList<>();
        collect(leaves(data), index, path);
        return List.copyOf(path);
    }

    /**
     * Whether the path proves that the data is element {@code index} of the {@code size} under the root. False for any
     * wrong or malformed argument. Follows RFC 9162 §2.1.3.2 step by step.
     */
    public static boolean verifies(byte[] data, long index, long size, List<Bytes32> path, Bytes32 root) {
        if (index < 0 || index >= size) { // step 1
            return false;
        }
        long fn = index; // step 2
        long sn = size - 1;
        Bytes32 r = leafHash(data); // step 3
        for (Bytes32 p : path) { // step 4
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = inner(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                r = inner(r, p);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && r.equals(root); // step 5
    }

    private static List<Bytes32> leaves(List<byte[]> data) {
        return data.stream().map(MerkleTree::leafHash).toList();
    }

    private static Bytes32 subtree(List<Bytes32> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int split = split(leaves.size());
        return inner(subtree(leaves.subList(0, split)), subtree(leaves.subList(split, leaves.size())));
    }

    private static void collect(List<Bytes32> leaves, int index, List<Bytes32> path) {
        if (leaves.size() == 1) {
            return;
        }
        int split = split(leaves.size());
        List<Bytes32> left = leaves.subList(0, split);
        List<Bytes32> right = leaves.subList(split, leaves.size());
        if (index < split) {
            collect(left, index, path);
            path.add(subtree(right));
        } else {
            collect(right, index - split, path);
            path.add(subtree(left));
        }
    }

    /** The largest power of two below the size, which is at least 2. */
    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    private static Bytes32 leafHash(byte[] data) {
        MessageDigest digest = Hash.sha256();
        digest.update(LEAF);
        digest.update(data);
        return Bytes32.of(digest.digest());
    }

    private static Bytes32 inner(Bytes32 left, Bytes32 right) {
        MessageDigest digest = Hash.sha256();
        digest.update(INNER);
        left.update(digest);
        right.update(digest);
        return Bytes32.of(digest.digest());
    }
}
