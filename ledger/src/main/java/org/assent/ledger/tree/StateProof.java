package org.assent.ledger.tree;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;

/**
 * The path from the root of the authenticated map to where a key sits or would sit.
 *
 * <p>Canonical bytes: version (1 byte, 1); number of siblings n (2 bytes, big endian, 0 to 256); ⌈n/8⌉ bytes with bit i
 * (most significant first) set if sibling i is not empty, unused bits 0; the siblings that are not empty, 32 bytes each;
 * then 0 if the path ends in an empty subtree, or 1, path and value hash (65 bytes) if it ends in a leaf. Other bytes are
 * refused. What a proof proves is for {@link StateProofVerifier} to say.
 *
 * @param siblings from the root down, {@link TreeHash#EMPTY} for an empty one; 0 to 256; the last is not empty, since a
 *     leaf sits at the shallowest depth where its path is unique
 * @param end the leaf that the path ends in: the key's own, or another one that shares the way; empty if it ends in nothing
 */
public record StateProof(List<Bytes32> siblings, Optional<ProvenLeaf> end) {

    /**
     * A leaf as the tree hashes it.
     *
     * @param path SHA-256 of its key
     * @param valueHash SHA-256 of its value
     */
    public record ProvenLeaf(Bytes32 path, Bytes32 valueHash) {}

    /** The most bytes that a proof can have. */
    public static final int MAX_LENGTH = 3 + 32 + TreeHash.MAX_DEPTH * Bytes32.LENGTH + 1 + 2 * Bytes32.LENGTH;

    private static final byte VERSION = 1;

    public StateProof {
        siblings = List.copyOf(siblings);
        if (siblings.size() > TreeHash.MAX_DEPTH) {
            throw new IllegalArgumentException("a path has at most " + TreeHash.MAX_DEPTH + " siblings");
        }
        if (!siblings.isEmpty() && siblings.getLast().isZero()) {
            throw new IllegalArgumentException("the last sibling of a path must not be empty");
        }
    }

    /** The canonical bytes. */
    public Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(MAX_LENGTH);
        out.put(VERSION).putShort((short) siblings.size());
        byte[] bitmap = new byte[(siblings.size() + 7) / 8];
        for (int i = 0; i < siblings.size(); i++) {
            if (!siblings.get(i).isZero()) {
                bitmap[i / 8] |= (byte) (0x80 >>> (i % 8));
            }
        }
        out.put(bitmap);
        siblings.stream().filter(sibling -> !sibling.isZero()).forEach(sibling -> out.put(sibling.toByteArray()));
        if (end.isPresent()) {
            out.put((byte) 1);
            out.put(end.get().path().toByteArray());
            out.put(end.get().valueHash().toByteArray());
        } else {
            out.put((byte) 0);
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return Bytes.of(bytes);
    }

    /** Reads the canonical bytes back. */
    public static StateProof decode(Bytes bytes) throws MalformedBytes {
        Reader in = new Reader(bytes);
        if (in.unsigned(1) != VERSION) {
            throw new MalformedBytes("version of a path must be " + VERSION);
        }
        int count = in.unsigned(2);
        if (count > TreeHash.MAX_DEPTH) {
            throw new MalformedBytes("a path has at most " + TreeHash.MAX_DEPTH + " siblings");
        }
        byte[] bitmap = in.take((count + 7) / 8);
        List<Bytes32> siblings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean given = (bitmap[i / 8] & (0x80 >>> (i % 8))) != 0;
            siblings.add(given ? Bytes32.of(in.take(Bytes32.LENGTH)) : TreeHash.EMPTY);
        }
        Optional<ProvenLeaf> end = Optional.empty();
        if (in.unsigned(1) != 0) {
            end = Optional.of(new ProvenLeaf(Bytes32.of(in.take(Bytes32.LENGTH)), Bytes32.of(in.take(Bytes32.LENGTH))));
        }
        StateProof proof;
        try {
            proof = new StateProof(siblings, end);
        } catch (IllegalArgumentException e) {
            throw new MalformedBytes("breaks a limit: " + e.getMessage(), e);
        }
        if (!proof.encode().equals(bytes)) { // set bits beyond the count, zero siblings given, bytes left over
            throw new MalformedBytes("is not in canonical form: encoding it again gives other bytes");
        }
        return proof;
    }

    private record Reader(ByteBuffer in) {

        Reader(Bytes bytes) {
            this(ByteBuffer.wrap(bytes.toByteArray()));
        }

        byte[] take(int length) throws MalformedBytes {
            if (in.remaining() < length) {
                throw new MalformedBytes("ends too early");
            }
            byte[] taken = new byte[length];
            in.get(taken);
            return taken;
        }

        int unsigned(int length) throws MalformedBytes {
            int value = 0;
            for (byte b : take(length)) {
                value = value << 8 | (b & 0xff);
            }
            return value;
        }
    }
}
