package org.assent.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.io.Parsing;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameIndexTest {
    static final String JPEG = "1.2.840.10008.1.2.4.50";
    private static final String RLE = "1.2.840.10008.1.2.5";
    private static final String MPEG4 = "1.2.840.10008.1.2.4.102";

    /** A file with the given image module and nothing behind it yet. */
    static SyntheticDicom image(String syntax, int frames, int rows, int columns, int bits) {
        return SyntheticDicom.file(syntax, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .unsignedShort(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME2")
                .text(0x00280008, "IS", Integer.toString(frames))
                .unsignedShort(0x00280010, rows)
                .unsignedShort(0x00280011, columns)
                .unsignedShort(0x00280100, bits);
    }

    static SyntheticDicom explicit(int frames, int rows, int columns, int bits) {
        return image(SyntheticDicom.EXPLICIT_LITTLE_ENDIAN, frames, rows, columns, bits);
    }

    private static byte[] frame(byte[] bytes, int number) throws Exception {
        DicomFile file = Parsing.parse(bytes);
        FrameIndex index = FrameIndex.decode(FrameIndex.of(file).encode());
        try (FrameReader reader = new FrameReader(index, file.source())) {
            byte[] read = reader.read(number);
            assertThat(reader.length(number)).isEqualTo(read.length);
            return read;
        }
    }

    private static FrameLayout layout(byte[] bytes) throws Exception {
        FrameIndex index = FrameIndex.of(Parsing.parse(bytes));
        assertThat(FrameIndex.decode(index.encode())).isEqualTo(index);
        return index.layout();
    }

    private static byte[] jpeg(int... rest) {
        byte[] stream = new byte[4 + rest.length];
        stream[0] = (byte) 0xFF;
        stream[1] = (byte) 0xD8;
        stream[2] = (byte) 0xFF;
        for (int i = 0; i < rest.length; i++) {
            stream[4 + i] = (byte) rest[i];
        }
        return stream;
    }

    private static byte[] offsets(int... values) {
        SyntheticDicom raw = SyntheticDicom.raw();
        for (int value : values) {
            raw.bytes(new byte[] {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)});
        }
        return raw.toByteArray();
    }

    private static byte[] compressed(String syntax, int frames, byte[] table, byte[]... fragments) {
        SyntheticDicom file = image(syntax, frames, 8, 8, 8)
                .header(0x7FE00010, "OB", 0xFFFFFFFFL)
                .item(table.length)
                .bytes(table);
        for (byte[] fragment : fragments) {
            file.item(fragment.length).bytes(fragment);
        }
        return file.endOfSequence().toByteArray();
    }

    @Test
    void shouldFindNativeFrames() throws Exception {
        byte[] bytes = explicit(3, 1, 2, 16)
                .element(0x7FE00010, "OW", new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
                .toByteArray();

        assertThat(frame(bytes, 1)).containsExactly(1, 2, 3, 4);
        assertThat(frame(bytes, 3)).containsExactly(9, 10, 11, 12);
        assertThatThrownBy(() -> frame(bytes, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> frame(bytes, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @org.junit.jupiter.api.Tag("DW-M-15")
    void shouldShiftPackedFramesToAWholeByte() throws Exception {
        // two frames of 3x3 bits: 101010101 and 011001100, first pixel in the least significant bit
        int packed = 0b101010101 | (0b001100110 << 9);
        byte[] bytes = explicit(2, 3, 3, 1)
                .element(0x7FE00010, "OB", new byte[] {(byte) packed, (byte) (packed >> 8), (byte) (packed >> 16), 0})
                .toByteArray();

        assertThat(FrameIndex.of(Parsing.parse(bytes)).frame(2).leadingBits()).isEqualTo(1);
        assertThat(FrameIndex.of(Parsing.parse(bytes)).isServedAsStored()).isFalse();
        assertThat(frame(bytes, 1)).containsExactly(0b01010101, 1);
        assertThat(frame(bytes, 2)).containsExactly(0b01100110, 0);
    }

    @Test
    void shouldTurnBigEndianFramesRoundThatStartInsideAWord() throws Exception {
        // 8-bit cells in 16-bit words (PS3.5 A.3): two frames of three pixels 1 2 3 and 4 5 6
        byte[] bytes = SyntheticDicom.file("1.2.840.10008.1.2.2", SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .bytes(new byte[] {0, 0x28, 0, 8, 'I', 'S', 0, 2, '2', ' '})
                .bytes(new byte[] {0, 0x28, 0, 0x10, 'U', 'S', 0, 2, 0, 1})
                .bytes(new byte[] {0, 0x28, 0, 0x11, 'U', 'S', 0, 2, 0, 3})
                .bytes(new byte[] {0, 0x28, 1, 0, 'U', 'S', 0, 2, 0, 8})
                .bytes(new byte[] {0x7F, (byte) 0xE0, 0, 0x10, 'O', 'W', 0, 0, 0, 0, 0, 6, 2, 1, 4, 3, 6, 5})
                .toByteArray();

        assertThat(frame(bytes, 1)).containsExactly(1, 2, 3);
        assertThat(frame(bytes, 2)).containsExactly(4, 5, 6);
    }

    @Test
    void shouldJoinTheFragmentsOfOneFrame() throws Exception {
        byte[] bytes = compressed(JPEG, 1, new byte[0], jpeg(1, 2), new byte[] {3, 4}, jpeg(5, 6));

        assertThat(frame(bytes, 1)).hasSize(14).endsWith(5, 6);
    }

    @Test
    void shouldTakeOneFragmentForEachFrame() throws Exception {
        byte[] bytes = compressed(RLE, 2, new byte[0], new byte[] {1, 1}, new byte[] {2, 2});

        assertThat(frame(bytes, 2)).containsExactly(2, 2);
    }

    @Test
    void shouldFollowTheBasicOffsetTable() throws Exception {
        byte[] bytes = compressed(
                JPEG, 2, offsets(0, 20), new byte[] {1, 1}, new byte[] {2, 2}, new byte[] {3, 3}, new byte[] {4, 4});

        assertThat(frame(bytes, 1)).containsExactly(1, 1, 2, 2);
        assertThat(frame(bytes, 2)).containsExactly(3, 3, 4, 4);
    }

    @Test
    void shouldLookForCodeStreamsWhereThereIsNoTable() throws Exception {
        byte[] bytes = compressed(JPEG, 2, new byte[0], jpeg(1, 1), new byte[] {9, 9}, jpeg(2, 2));

        assertThat(frame(bytes, 1)).hasSize(8);
        assertThat(frame(bytes, 2)).hasSize(6).endsWith(2, 2);
    }

    @Test
    void shouldDistrustAnOffsetTableThatPointsElsewhere() throws Exception {
        byte[] wrong = compressed(JPEG, 2, offsets(0, 11), jpeg(1, 1), new byte[] {9, 9}, jpeg(2, 2));
        byte[] notFromStart = compressed(JPEG, 2, offsets(14, 24), jpeg(1, 1), new byte[] {9, 9}, jpeg(2, 2));

        assertThat(frame(wrong, 2)).endsWith(2, 2);
        assertThat(frame(notFromStart, 2)).endsWith(2, 2);
    }

    @Test
    void shouldFollowTheExtendedOffsetTableToTheLastByteBeforePadding() throws Exception {
        SyntheticDicom file = image(JPEG, 2, 8, 8, 8)
                .element(0x7FE00001, "OV", offsets(0, 0, 12, 0))
                .element(0x7FE00002, "OV", offsets(3, 0, 2, 0))
                .header(0x7FE00010, "OB", 0xFFFFFFFFL)
                .item(0)
                .item(4)
                .bytes(new byte[] {1, 2, 3, 0})
                .item(2)
                .bytes(new byte[] {4, 5})
                .endOfSequence();

        assertThat(frame(file.toByteArray(), 1)).containsExactly(1, 2, 3);
        assertThat(frame(file.toByteArray(), 2)).containsExactly(4, 5);
    }

    @Test
    void shouldSayWhyFramesCannotBeToldApart() throws Exception {
        byte[] fragment = {1, 1};

        assertThat(layout(compressed(RLE, 2, new byte[0], fragment, fragment, fragment)))
                .isInstanceOf(FrameLayout.NotIndexable.class);
        assertThat(layout(compressed(JPEG, 3, new byte[0], jpeg(1), jpeg(2))))
                .isInstanceOfSatisfying(
                        FrameLayout.NotIndexable.class,
                        n -> assertThat(n.fault()).contains("2 fragments").contains("3 frames"));
        assertThat(layout(compressed(MPEG4, 30, new byte[0], fragment))).isInstanceOf(FrameLayout.NotIndexable.class);
        assertThat(layout(explicit(2, 2, 2, 8)
                        .element(0x7FE00010, "OB", new byte[4])
                        .toByteArray()))
                .isInstanceOf(FrameLayout.NotIndexable.class);
        assertThat(layout(explicit(Integer.MAX_VALUE, 65535, 65535, 64)
                        .element(0x7FE00010, "OB", new byte[4])
                        .toByteArray()))
                .isInstanceOf(FrameLayout.NotIndexable.class);
        assertThat(layout(explicit(1, 2, 2, 8).header(0x7FE00010, "SQ", 0).toByteArray()))
                .isInstanceOf(FrameLayout.NoPixels.class);
        assertThat(layout(
                        explicit(1, 2, 2, 8).header(0x7FE00010, "SQ", 8).item(0).toByteArray()))
                .isInstanceOf(FrameLayout.NotIndexable.class);
        assertThat(layout(explicit(1, 0, 2, 8)
                        .element(0x7FE00010, "OB", new byte[4])
                        .toByteArray()))
                .isInstanceOf(FrameLayout.NotIndexable.class);
    }

    @Test
    void shouldNotBeFooledByNumbersThatOverflow() throws Exception {
        byte[] bytes = SyntheticDicom.file(
                        SyntheticDicom.EXPLICIT_LITTLE_ENDIAN, SyntheticDicom.SECONDARY_CAPTURE, "2.25.3")
                .text(0x00280004, "LO", "X".repeat(60_000))
                .text(0x00280010, "IS", "2147483647")
                .text(0x00280011, "IS", "2147483647")
                .text(0x00280100, "IS", "64")
                .element(0x7FE00010, "OB", new byte[4])
                .toByteArray();

        assertThat(layout(bytes)).isInstanceOf(FrameLayout.NotIndexable.class);
    }

    @Test
    void shouldHaveNoFramesWithoutPixelData() throws Exception {
        byte[] bytes = explicit(1, 2, 2, 8).toByteArray();

        assertThat(layout(bytes)).isInstanceOf(FrameLayout.NoPixels.class);
        assertThat(layout(bytes).frames()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 100, 5000})
    void shouldStayCompactWhenItIsStored(int frames) throws Exception {
        byte[][] fragments = new byte[frames][];
        Arrays.setAll(fragments, i -> new byte[2 + i % 300 * 2]);
        FrameIndex index = FrameIndex.of(Parsing.parse(compressed(RLE, frames, new byte[0], fragments)));

        byte[] encoded = index.encode();

        assertThat(encoded).hasSizeLessThan(80 + 4 * frames);
        assertThat(FrameIndex.decode(encoded)).isEqualTo(index).hasSameHashCodeAs(index);
    }

    @Test
    void shouldRefuseADamagedIndex() throws Exception {
        byte[] encoded = FrameIndex.of(
                        Parsing.parse(compressed(RLE, 2, new byte[0], new byte[] {1, 1}, new byte[] {2, 2})))
                .encode();
        byte[] future = encoded.clone();
        future[4] = 9;

        assertThatThrownBy(() -> FrameIndex.decode(future))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("9");
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> FrameIndex.decode(cut)).isInstanceOf(IOException.class);
        }
    }
}
