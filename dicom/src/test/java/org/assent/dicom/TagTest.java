package org.assent.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TagTest {
    @Test
    void shouldReadAndPrintEightHexadecimalDigits() {
        assertThat(Tag.parse("7fe00010")).contains(Tag.PIXEL_DATA);
        assertThat(Tag.PIXEL_DATA).hasToString("7FE00010");
        assertThat(List.of("", "7FE0001", "7FE000100", "7FE0001G", "0x7FE001", "+7FE0001"))
                .allSatisfy(text -> assertThat(Tag.parse(text)).isEmpty());
    }

    @Test
    void shouldOrderGroupsAsUnsignedNumbers() {
        assertThat(new Tag(0xFFFEE000)).isGreaterThan(Tag.PIXEL_DATA);
        assertThat(Tag.STUDY_DATE).isLessThan(Tag.PATIENT_NAME);
    }

    @Test
    void shouldKnowPrivateTagsAndTheirCreators() {
        assertThat(Tag.of(0x0029, 0x1008).isPrivate()).isTrue();
        assertThat(Tag.of(0x0029, 0x1008).privateCreator()).isEqualTo(Tag.of(0x0029, 0x0010));
        assertThat(Tag.of(0x0029, 0x0010).isPrivateCreator()).isTrue();
        assertThat(Tag.PATIENT_ID.isPrivate()).isFalse();
    }

    @Test
    void shouldReadAndPrintPathsThroughSequences() {
        String text = "00081115.1.0008114A.12.0020000E";

        Optional<AttributePath> path = AttributePath.parse(text);

        assertThat(path).hasValueSatisfying(p -> {
            assertThat(p).hasToString(text);
            assertThat(p.steps()).hasSize(2);
            assertThat(p.tag()).isEqualTo(Tag.SERIES_INSTANCE_UID);
        });
        assertThat(List.of("", "00081115.1", "00081115.0.0020000E", "00081115.x.0020000E", "1.2.3", "0020000E.", "a"))
                .allSatisfy(wrong -> assertThat(AttributePath.parse(wrong)).isEmpty());
    }
}
