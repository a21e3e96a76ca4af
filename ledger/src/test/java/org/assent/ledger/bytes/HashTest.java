package org.assent.ledger.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HashTest {

    @Test
    void shouldHashLengthsAndPartsWhenDomainIsGiven() {
        // 00000013 "assent/subject/v1"… written out by hand
        byte[] preimage = HexFormat.of()
                .parseHex("00000011617373656e742f7375626a6563742f7631" + "00000002" + "0102" + "00000000");
        assertThat(Hash.of(Domain.SUBJECT, new byte[] {1, 2}, new byte[0])).isEqualTo(Hash.sha256(preimage));
    }

    @Test
    void shouldDifferWhenPartsAreCutElsewhere() {
        assertThat(Hash.of(Domain.SUBJECT, new byte[] {1, 2}, new byte[] {3}))
                .isNotEqualTo(Hash.of(Domain.SUBJECT, new byte[] {1}, new byte[] {2, 3}))
                .isNotEqualTo(Hash.of(Domain.SUBJECT, new byte[] {1, 2, 3}));
    }

    @Test
    void shouldDifferWhenDomainsDiffer() {
        assertThat(Arrays.stream(Domain.values()).map(domain -> Hash.of(domain, new byte[0])))
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldOrderAsUnsignedBytesAndReadBitsFromTheTop() {
        Bytes32 low = Bytes32.fromHex("7f" + "00".repeat(31));
        Bytes32 high = Bytes32.fromHex("80" + "00".repeat(31));
        assertThat(low).isLessThan(high);
        assertThat(high.bit(0)).isOne();
        assertThat(low.bit(0)).isZero();
        assertThat(low.bit(7)).isOne();
        assertThat(low.bit(8)).isZero();
        assertThat(high.isZero()).isFalse();
        assertThat(Bytes32.of(new byte[32]).isZero()).isTrue();
        assertThatThrownBy(() -> low.bit(256)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRefuseWhenLengthIsNot32() {
        assertThatThrownBy(() -> Bytes32.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bytes32.fromHex("00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bytes32.fromHex("zz".repeat(32))).isInstanceOf(IllegalArgumentException.class);
    }
}
