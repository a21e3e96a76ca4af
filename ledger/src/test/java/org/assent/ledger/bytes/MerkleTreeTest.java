package org.assent.ledger.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {

    /** The eight leaves of Certificate Transparency's reference tests. */
    private static final List<byte[]> LEAVES = IntStream.range(0, 8)
            .mapToObj(i -> HexFormat.of()
                    .parseHex(List.of(
                                    "",
                                    "00",
                                    "10",
                                    "2021",
                                    "3031",
                                    "40414243",
                                    "5051525354555657",
                                    "606162636465666768696a6b6c6d6e6f")
                            .get(i)))
            .toList();

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void shouldGiveCertificateTransparencysRootsWhenHashingItsReferenceLeaves(int size, String root) {
        assertThat(MerkleTree.root(LEAVES.subList(0, size)).toHex()).isEqualTo(root);
    }

    @Test
    void shouldVerifyEachElementAndNoOtherWhenPathsAreHonest() {
        for (int size = 1; size <= 33; size++) {
            List<byte[]> data = data(size);
            Bytes32 root = MerkleTree.root(data);
            for (int index = 0; index < size; index++) {
                List<Bytes32> path = MerkleTree.path(data, index);
                for (int claimed = -1; claimed <= size; claimed++) {
                    byte[] element = data.get(Math.clamp(claimed, 0, size - 1));
                    assertThat(MerkleTree.verifies(element, claimed, size, path, root))
                            .as("path of %d shown for %d of %d", index, claimed, size)
                            .isEqualTo(claimed == index);
                }
            }
        }
    }

    @Test
    void shouldRefuseWhenAnythingOfAPathIsChanged() {
        for (int size = 1; size <= 17; size++) {
            List<byte[]> data = data(size);
            Bytes32 root = MerkleTree.root(data);
            for (int index = 0; index < size; index++) {
                byte[] element = data.get(index);
                List<Bytes32> path = MerkleTree.path(data, index);
                List<List<Bytes32>> wrong = new ArrayList<>();
                wrong.add(plus(path, root)); // longer
                wrong.add(plus(path, Hash.sha256(new byte[0])));
                for (int i = 0; i < path.size(); i++) {
                    List<Bytes32> without = new ArrayList<>(path);
                    without.remove(i);
                    wrong.add(without); // shorter
                    List<Bytes32> other = new ArrayList<>(path);
                    other.set(i, Hash.sha256(path.get(i).toByteArray()));
                    wrong.add(other);
                }
                for (List<Bytes32> changed : wrong) {
                    assertThat(MerkleTree.verifies(element, index, size, changed, root))
                            .isFalse();
                }
                assertThat(MerkleTree.verifies(new byte[] {99}, index, size, path, root))
                        .isFalse();
                assertThat(MerkleTree.verifies(element, index, size, path, Hash.sha256(element)))
                        .isFalse();
            }
        }
    }

    @Test
    void shouldRefuseWhenAnInnerNodeIsShownAsAnElement() {
        List<byte[]> data = data(2);
        byte[] inner = new byte[64];
        // the two leaf hashes, which are the preimage of the root
        System.arraycopy(leafHash(data.get(0)), 0, inner, 0, 32);
        System.arraycopy(leafHash(data.get(1)), 0, inner, 32, 32);
        assertThat(MerkleTree.verifies(inner, 0, 1, List.of(), MerkleTree.root(data)))
                .isFalse();
    }

    @Test
    void shouldRefuseWhenTheSizeIsWrongSoThatTheIndexDoesNotRunOut() {
        List<byte[]> data = data(5);
        Bytes32 root = MerkleTree.root(data);
        List<Bytes32> path = MerkleTree.path(data, 1);
        assertThat(MerkleTree.verifies(data.get(1), 1, 100, path, root)).isFalse();
        assertThat(MerkleTree.verifies(data.get(1), 1, 2, path, root)).isFalse();
        assertThat(MerkleTree.verifies(data.get(1), 1, 0, path, root)).isFalse();
        assertThat(MerkleTree.verifies(data.get(1), 1, Long.MAX_VALUE, path, root))
                .isFalse();
    }

    @Test
    void shouldThrowWhenAskedForThePathOfNoElement() {
        assertThatThrownBy(() -> MerkleTree.path(data(3), 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> MerkleTree.path(List.of(), 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] leafHash(byte[] element) {
        byte[] prefixed = new byte[element.length + 1];
        System.arraycopy(element, 0, prefixed, 1, element.length);
        return Hash.sha256(prefixed).toByteArray();
    }

    private static List<byte[]> data(int size) {
        return IntStream.range(0, size).mapToObj(i -> new byte[] {(byte) i}).toList();
    }

    private static List<Bytes32> plus(List<Bytes32> path, Bytes32 more) {
        List<Bytes32> longer = new ArrayList<>(path);
        longer.add(more);
        return longer;
    }
}
