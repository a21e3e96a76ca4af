package org.assent.ledger.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.bytes.Hash;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.StudyRef;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.state.LeafKey;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L6")
@Tag("L7")
class StateProofTest {

    private static final Bytes VALUE = Bytes.of(new byte[] {1, 2, 3});

    @Test
    void shouldBe32ZeroBytesWhenTheMapIsEmpty() {
        ReferenceTree empty = new ReferenceTree(Map.of());
        assertThat(empty.root()).isEqualTo(TreeHash.EMPTY).isEqualTo(Bytes32.of(new byte[32]));
        assertThat(StateProofVerifier.provesAbsence(empty.root(), key(1), empty.prove(key(1))))
                .isTrue();
        assertThat(StateProofVerifier.provesPresence(empty.root(), key(1), VALUE, empty.prove(key(1))))
                .isFalse();
    }

    @Test
    void shouldBeTheLeafWhenTheMapHasOneEntry() {
        ReferenceTree one = new ReferenceTree(Map.of(key(1), VALUE));
        byte[] preimage = new byte[65];
        System.arraycopy(Hash.sha256(key(1).toByteArray()).toByteArray(), 0, preimage, 1, 32);
        System.arraycopy(Hash.sha256(VALUE.toByteArray()).toByteArray(), 0, preimage, 33, 32);
        assertThat(one.root()).isEqualTo(Hash.sha256(preimage));
        assertThat(one.prove(key(1)).siblings()).isEmpty();
    }

    @Test
    @Tag("L1")
    void shouldGiveTheSameRootWhenEntriesComeInAnotherOrder() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            order.add(i);
        }
        Bytes32 root = tree(order).root();
        Collections.shuffle(order, Seeds.random("StateProofTest.order"));
        assertThat(tree(order).root()).isEqualTo(root);
        assertThat(tree(order.subList(0, 199)).root()).isNotEqualTo(root);
    }

    @Test
    void shouldProvePresenceAndAbsenceWhenKeysAreRandom() {
        Random random = Seeds.random("StateProofTest.keys");
        for (int size : new int[] {1, 2, 3, 10, 300}) {
            Map<LeafKey, Bytes> entries = new HashMap<>();
            for (int i = 0; i < size; i++) {
                entries.put(key(random.nextInt()), Bytes.of(new byte[] {(byte) i}));
            }
            ReferenceTree tree = new ReferenceTree(entries);
            entries.forEach((key, value) -> {
                StateProof proof = tree.prove(key);
                assertThat(StateProofVerifier.provesPresence(tree.root(), key, value, proof))
                        .isTrue();
                assertThat(StateProofVerifier.provesAbsence(tree.root(), key, proof))
                        .isFalse();
                assertThat(StateProofVerifier.provesPresence(tree.root(), key, VALUE, proof))
                        .isFalse();
            });
            for (int i = 0; i < 50; i++) {
                LeafKey absent = LeafKey.of(new SubjectId(Hash.sha256(new byte[] {(byte) i})));
                StateProof proof = tree.prove(absent);
                assertThat(StateProofVerifier.provesAbsence(tree.root(), absent, proof))
                        .isTrue();
                assertThat(StateProofVerifier.provesPresence(tree.root(), absent, VALUE, proof))
                        .isFalse();
            }
        }
    }

    @Test
    void shouldRefuseWhenThePathOfOneKeyIsShownForAnother() {
        ReferenceTree tree = tree(List.of(1, 2, 3, 4, 5, 6, 7, 8));
        for (int shown = 1; shown <= 8; shown++) {
            for (int asked = 1; asked <= 8; asked++) {
                boolean same = shown == asked;
                assertThat(StateProofVerifier.provesPresence(tree.root(), key(asked), VALUE, tree.prove(key(shown))))
                        .isEqualTo(same);
                assertThat(StateProofVerifier.provesAbsence(tree.root(), key(asked), tree.prove(key(shown))))
                        .as("a present key must never seem absent")
                        .isFalse();
            }
        }
    }

    @Test
    void shouldRefuseWhenAnyBitOfAProofIsChanged() {
        ReferenceTree tree = tree(List.of(1, 2, 3, 4, 5));
        for (LeafKey key : List.of(key(1), key(77))) {
            byte[] bytes = tree.prove(key).encode().toByteArray();
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                byte[] changed = bytes.clone();
                changed[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThat(proves(tree.root(), key, Bytes.of(changed)))
                        .as("bit %d", bit)
                        .isFalse();
            }
            for (int length = 0; length < bytes.length; length++) {
                Bytes cut = Bytes.of(Arrays.copyOf(bytes, length));
                assertThatThrownBy(() -> StateProof.decode(cut)).isInstanceOf(MalformedBytes.class);
            }
            Bytes longer = Bytes.of(Arrays.copyOf(bytes, bytes.length + 1));
            assertThatThrownBy(() -> StateProof.decode(longer)).isInstanceOf(MalformedBytes.class);
        }
    }

    @Test
    void shouldKeepTheProofWhenItGoesThroughBytes() throws Exception {
        ReferenceTree tree = tree(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        for (int i = 0; i < 30; i++) {
            StateProof proof = tree.prove(key(i));
            assertThat(StateProof.decode(proof.encode())).isEqualTo(proof);
        }
        StateProof deepest = new StateProof(Collections.nCopies(256, Hash.sha256(new byte[0])), Optional.empty());
        assertThat(deepest.encode().length()).isEqualTo(StateProof.MAX_LENGTH - 64);
        assertThat(StateProof.decode(deepest.encode())).isEqualTo(deepest);
    }

    @Test
    void shouldRefuseWhenAPathIsNotTheShallowest() {
        Bytes32 sibling = Hash.sha256(new byte[0]);
        assertThatThrownBy(() -> new StateProof(List.of(sibling, TreeHash.EMPTY), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StateProof(Collections.nCopies(257, sibling), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhenAbsenceIsShownByALeafElsewhere() {
        // Given a one-leaf tree of another key, claimed to sit at depth 1 on the wrong side
        LeafKey asked = key(1);
        Bytes32 path = TreeHash.path(asked.toByteArray());
        byte[] otherPath = path.toByteArray();
        otherPath[0] ^= (byte) 0x80;
        StateProof.ProvenLeaf other = new StateProof.ProvenLeaf(Bytes32.of(otherPath), TreeHash.valueHash(new byte[0]));
        Bytes32 sibling = Hash.sha256(new byte[] {7});
        Bytes32 leaf = TreeHash.leaf(other.path(), other.valueHash());
        Bytes32 root = path.bit(0) == 0 ? TreeHash.inner(leaf, sibling) : TreeHash.inner(sibling, leaf);
        // Then even a root made for it is not believed
        assertThat(StateProofVerifier.provesAbsence(root, asked, new StateProof(List.of(sibling), Optional.of(other))))
                .isFalse();
    }

    private static boolean proves(Bytes32 root, LeafKey key, Bytes bytes) {
        try {
            StateProof proof = StateProof.decode(bytes);
            return StateProofVerifier.provesPresence(root, key, VALUE, proof)
                    || StateProofVerifier.provesAbsence(root, key, proof);
        } catch (MalformedBytes e) {
            return false;
        }
    }

    private static ReferenceTree tree(List<Integer> numbers) {
        Map<LeafKey, Bytes> entries = new HashMap<>();
        numbers.forEach(number -> entries.put(key(number), VALUE));
        return new ReferenceTree(entries);
    }

    private static LeafKey key(int number) {
        return LeafKey.of(
                new StudyRef(Hash.sha256(ByteBuffer.allocate(4).putInt(number).array())));
    }
}
