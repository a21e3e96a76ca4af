package org.assent.dicom.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.io.Parsing;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.Test;

class InstanceDigestTest {
    private static InstanceDigest digest(byte[] bytes) throws Exception {
        DicomFile file = Parsing.parse(bytes);
        return InstanceDigest.of(file.source(), FrameIndex.of(file));
    }

    private static Sha256 sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return Sha256.of(digest.digest());
    }

    @Test
    void shouldHashFramesAndWhatIsAroundPixelData() throws Exception {
        byte[] before =
                FrameIndexTest.explicit(2, 1, 2, 8).header(0x7FE00010, "OB", 4).toByteArray();
        byte[] after =
                SyntheticDicom.raw().element(0xFFFCFFFC, "OB", new byte[2]).toByteArray();
        byte[] file = SyntheticDicom.raw()
                .bytes(before)
                .bytes(new byte[] {1, 2, 3, 4})
                .bytes(after)
                .toByteArray();

        InstanceDigest digest = digest(file);

        assertThat(digest.outsidePixelData()).isEqualTo(sha256(before, after));
        assertThat(digest.frames()).containsExactly(sha256(new byte[] {1, 2}), sha256(new byte[] {3, 4}));
    }

    @Test
    void shouldHashCompressedFramesAsTheirCodeStream() throws Exception {
        byte[] before = FrameIndexTest.image(FrameIndexTest.JPEG, 1, 8, 8, 8)
                .header(0x7FE00010, "OB", 0xFFFFFFFFL)
                .toByteArray();
        byte[] file = SyntheticDicom.raw()
                .bytes(before)
                .item(0)
                .item(2)
                .bytes(new byte[] {1, 2})
                .item(2)
                .bytes(new byte[] {3, 4})
                .endOfSequence()
                .toByteArray();

        InstanceDigest digest = digest(file);

        assertThat(digest.outsidePixelData()).isEqualTo(sha256(before));
        assertThat(digest.frames()).containsExactly(sha256(new byte[] {1, 2, 3, 4}));
    }

    @Test
    void shouldCoverWhatLiesBehindTheLastFrame() throws Exception {
        byte[] file = FrameIndexTest.explicit(1, 1, 2, 8)
                .element(0x7FE00010, "OB", new byte[] {1, 2, 9, 9})
                .toByteArray();

        assertThat(digest(file).frames()).containsExactly(sha256(new byte[] {1, 2}), sha256(new byte[] {9, 9}));
    }

    @Test
    void shouldCoverPixelDataWhoseFramesCannotBeToldApart() throws Exception {
        byte[] file = FrameIndexTest.explicit(9, 1, 2, 8)
                .element(0x7FE00010, "OB", new byte[] {1, 2, 9, 9})
                .toByteArray();

        assertThat(digest(file).frames()).containsExactly(sha256(new byte[] {1, 2, 9, 9}));
    }

    @Test
    void shouldHashTheWholeFileWithoutPixelData() throws Exception {
        byte[] file = FrameIndexTest.explicit(1, 1, 2, 8).toByteArray();

        assertThat(digest(file)).isEqualTo(new InstanceDigest(sha256(file), List.of()));
    }

    @Test
    void shouldChangeWithEachByteOfAFile() throws Exception {
        byte[] file = SyntheticDicom.secondaryCapture("2.25.1", "2.25.2", "2.25.3", "P-1");
        InstanceDigest original = digest(file);
        for (int at : new int[] {0, 127, file.length - 200, file.length - 16, file.length - 1}) {
            byte[] changed = Arrays.copyOf(file, file.length);
            changed[at] ^= 1;
            assertThat(digest(changed)).as("byte %d", at).isNotEqualTo(original);
        }
    }
}
