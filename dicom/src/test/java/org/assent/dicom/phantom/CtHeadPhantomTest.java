package org.assent.dicom.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.assent.dicom.PersonName;
import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.io.Parsing;
import org.assent.dicom.pixel.FrameIndex;
import org.assent.dicom.pixel.FrameReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CtHeadPhantomTest {
    private static final PhantomPatient PATIENT =
            new PhantomPatient(PersonName.of("Müller^Anna"), "N-1001", "North", LocalDate.of(1961, 4, 12), "F");
    private static final CtHeadPhantom PHANTOM = new CtHeadPhantom(PATIENT, 7, 100);

    @Test
    void shouldBeACtOfTheGivenPatient() throws Exception {
        DicomFile file = Parsing.parse(PHANTOM.slice(50));

        assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        assertThat(file.fileMetaAgrees()).isTrue();
        assertThat(file.identity().study()).isEqualTo(PHANTOM.studyInstanceUid());
        assertThat(file.identity().series()).isEqualTo(PHANTOM.seriesInstanceUid());
        assertThat(file.identity().instance()).isEqualTo(PHANTOM.sopInstanceUid(50));
        assertThat(file.identity().sopClass()).isEqualTo(CtHeadPhantom.SOP_CLASS);
        assertThat(file.dataSet().personName(Tag.PATIENT_NAME)).contains(PATIENT.name());
        assertThat(file.dataSet().string(Tag.ISSUER_OF_PATIENT_ID)).contains("North");
        assertThat(file.dataSet().string(Tag.PATIENT_BIRTH_DATE)).contains("19610412");
        assertThat(file.dataSet().string(Tag.MODALITY)).contains("CT");
    }

    @Test
    void shouldRepeatWithItsSeedAndDifferWithAnother() {
        CtHeadPhantom other = new CtHeadPhantom(PATIENT, 8, 100);

        assertThat(new CtHeadPhantom(PATIENT, 7, 100).slice(3)).isEqualTo(PHANTOM.slice(3));
        assertThat(other.slice(3)).isNotEqualTo(PHANTOM.slice(3));
        assertThat(other.studyInstanceUid()).isNotEqualTo(PHANTOM.studyInstanceUid());
    }

    @Test
    void shouldShowManyGreyValuesInABrainWindow() throws Exception {
        DicomFile file = Parsing.parse(PHANTOM.slice(50));
        FrameIndex index = FrameIndex.of(file);
        try (FrameReader reader = new FrameReader(index, file.source())) {
            ByteBuffer pixels = ByteBuffer.wrap(reader.read(1)).order(ByteOrder.LITTLE_ENDIAN);
            BitSet grey = new BitSet(256);
            while (pixels.hasRemaining()) {
                double windowed = (pixels.getShort() - 40 + 200) / 400.0 * 255;
                grey.set((int) Math.max(0, Math.min(255, windowed)));
            }
            assertThat(pixels.limit()).isEqualTo(512 * 512 * 2);
            assertThat(grey.cardinality()).isGreaterThan(150);
        }
    }

    @Test
    void shouldDifferFromSliceToSlice(@TempDir Path folder) throws Exception {
        CtHeadPhantom few = new CtHeadPhantom(PATIENT, 7, 5);
        Set<Object> uids = new HashSet<>();

        few.writeTo(folder);

        for (int number = 1; number <= few.slices(); number++) {
            assertThat(folder.resolve("ct00" + number + ".dcm")).hasBinaryContent(few.slice(number));
            uids.add(few.sopInstanceUid(number));
        }
        assertThat(uids).hasSize(5);
        assertThatThrownBy(() -> few.slice(6)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
