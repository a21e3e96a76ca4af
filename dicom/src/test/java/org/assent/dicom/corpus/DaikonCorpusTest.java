package org.assent.dicom.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.Tag;
import org.assent.dicom.Uid;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.io.DicomReader;
import org.assent.dicom.io.Parsing;
import org.assent.dicom.io.TransferSyntaxConversion;
import org.assent.dicom.pixel.FrameIndex;
import org.assent.dicom.pixel.FrameReader;
import org.assent.dicom.pixel.InstanceDigest;
import org.assent.dicom.source.BytesSource;
import org.assent.dicom.source.FileSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files of nine transfer syntaxes, from end to end of this module. */
class DaikonCorpusTest {
    private static List<Path> volume() throws IOException, InterruptedException {
        try (Stream<Path> files = Files.list(DaikonFiles.folder().resolve("volume"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "deflated.dcm, 1",
        "explicit_big.dcm, 1",
        "explicit_little.dcm, 16",
        "implicit_little.dcm, 1",
        "jpeg_2000.dcm, 1",
        "jpeg_baseline_8bit.dcm, 96",
        "jpeg_lossless_sel1.dcm, 1",
        "jpeg_ls.dcm, 1",
        "rle.dcm, 1"
    })
    void shouldReadAndIndexEachTransferSyntax(String name, int frames) throws Exception {
        try (FileSource source = FileSource.open(DaikonFiles.folder().resolve(name))) {
            DicomFile file = new DicomReader().read(source);

            FrameIndex index = FrameIndex.decode(FrameIndex.of(file).encode());

            assertThat(file.identity().instance().value()).isNotEmpty();
            assertThat(index.frameCount()).isEqualTo(frames);
            assertThat(InstanceDigest.of(source, index).frames()).hasSize(frames);
            try (FrameReader reader = new FrameReader(index, source)) {
                assertThat(reader.read(frames)).hasSize((int) reader.length(frames));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"deflated.dcm", "explicit_big.dcm", "implicit_little.dcm"})
    void shouldGiveTheSameFramesAfterConversion(String name) throws Exception {
        try (FileSource source = FileSource.open(DaikonFiles.folder().resolve(name))) {
            DicomFile file = new DicomReader().read(source);
            ByteArrayOutputStream converted = new ByteArrayOutputStream();

            TransferSyntaxConversion.toExplicitLittleEndian(file, converted);

            DicomFile explicit = Parsing.parse(converted.toByteArray());
            assertThat(explicit.identity()).isEqualTo(file.identity());
            assertThat(InstanceDigest.of(explicit.source(), FrameIndex.of(explicit))
                            .frames())
                    .isEqualTo(InstanceDigest.of(source, FrameIndex.of(file)).frames());
        }
    }

    @Test
    void shouldReadASeriesWhoseFirstFileHasTwoMegabytesBehindItsPixels() throws Exception {
        Uid series = null;
        for (Path slice : volume()) {
            try (FileSource source = FileSource.open(slice)) {
                DicomFile file = new DicomReader().read(source);
                assertThat(file.trailingBytes()).isEqualTo(slice.endsWith("brain_001.dcm") ? 2_490_368 : 0);
                assertThat(series == null || series.equals(file.identity().series()))
                        .isTrue();
                series = file.identity().series();
                assertThat(file.dataSet().integer(Tag.ROWS)).hasValue(256);
            }
        }
        assertThat(volume()).hasSize(20);
    }

    @ParameterizedTest
    @CsvSource({
        "explicit_little.dcm",
        "implicit_little.dcm",
        "jpeg_baseline_8bit.dcm",
        "deflated.dcm",
        "explicit_big.dcm"
    })
    void shouldRefuseEveryTruncationBeforeTheEndOfPixelData(String name) throws Exception {
        byte[] whole = Files.readAllBytes(DaikonFiles.folder().resolve(name));
        for (int length = 0; length < 4000; length += 7) {
            BytesSource cut = BytesSource.of(Arrays.copyOf(whole, length));
            try {
                DicomFile file = new DicomReader().read(cut);
                assertThat(file.dataSet().contains(Tag.PIXEL_DATA))
                        .as("cut at %d", length)
                        .isFalse();
            } catch (DicomParseException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
