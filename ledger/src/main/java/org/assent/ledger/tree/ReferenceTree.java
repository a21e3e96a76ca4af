package org.assent.ledger.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.LeafKey;

/**
 * The authenticated map as its definition says, computed from all entries at once: what the versioned node store must
 * agree with, and what small simulations use. Immutable; every question costs a pass over all entries.
 */
public final class ReferenceTree {

    /** Path to value hash. */
    private final SortedMap<Bytes32, Bytes32> leaves = new TreeMap<>();

    /** A map with these entries. */
    public ReferenceTree(Map<LeafKey, Bytes> entries) {
        entries.forEach(
                (key, value) -> leaves.put(TreeHash.path(key.toByteArray()), TreeHash.valueHash(value.toByteArray())));
    }

    /** The app hash. */
    public Bytes32 root() {
        return hash(List.copyOf(leaves.entrySet()), 0);
    }

    /** The path of a key, whether it is in the map or not. */
    public StateProof prove(LeafKey key) {
        Bytes32 path = TreeHash.path(key.toByteArray());
        List<Bytes32> siblings = new ArrayList<>();
        List<Map.Entry<Bytes32, Bytes32>> way = List.copyOf(leaves.entrySet());
        for (int depth = 0; way.size() > 1; depth++) {
            int split = split(way, depth);
            List<Map.Entry<Bytes32, Bytes32>> left = way.subList(0, split);
            List<Map.Entry<Bytes32, Bytes32>> right = way.subList(split, way.size());
            boolean goesLeft = path.bit(depth) == 0;
            siblings.add(hash(goesLeft ? right : left, depth + 1));
            way = goesLeft ? left : right;
        }
        return new StateProof(
                siblings,
                way.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new StateProof.ProvenLeaf(
                                way.getFirst().getKey(), way.getFirst().getValue())));
    }

    private static Bytes32 hash(List<Map.Entry<Bytes32, Bytes32>> entries, int depth) {
        if (entries.isEmpty()) {
            return TreeHash.EMPTY;
        }
        if (entries.size() == 1) {
            return TreeHash.leaf(entries.getFirst().getKey(), entries.getFirst().getValue());
        }
        int split = split(entries, depth);
        return TreeHash.inner(
                hash(entries.subList(0, split), depth + 1), hash(entries.subList(split, entries.size()), depth + 1));
    }

    /** How many of the sorted entries go left at the depth. */
    private static int split(List<Map.Entry<Bytes32, Bytes32>> entries, int depth) {
        int left = 0;
        while (left < entries.size() && entries.get(left).getKey().bit(depth) == 0) {
            left++;
        }
        return left;
    }
}
