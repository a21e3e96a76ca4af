package org.assent.dicom.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import org.assent.dicom.Tag;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.Vr;
import org.junit.jupiter.api.Test;

class DataDictionaryTest {
    private final DataDictionary dictionary = DataDictionary.standard();

    @Test
    void shouldKnowKeywordsCaseSensitively() {
        assertThat(dictionary.tag("PatientID")).contains(Tag.PATIENT_ID);
        assertThat(dictionary.tag("patientid")).isEmpty();
        assertThat(dictionary.entry(Tag.PATIENT_NAME)).hasValueSatisfying(entry -> {
            assertThat(entry.keyword()).isEqualTo("PatientName");
            assertThat(entry.vr()).isEqualTo(Vr.PN);
            assertThat(entry.vm()).isEqualTo("1");
            assertThat(entry.retired()).isFalse();
        });
    }

    @Test
    void shouldKnowRepeatingGroups() {
        assertThat(dictionary.entry(Tag.of(0x6002, 0x3000)))
                .hasValueSatisfying(entry -> assertThat(entry.keyword()).isEqualTo("OverlayData"));
        assertThat(dictionary.vr(Tag.of(0x6002, 0x0010))).isEqualTo(Vr.US);
        assertThat(dictionary.vr(Tag.of(0x6003, 0x0010))).isEqualTo(Vr.LO);
    }

    @Test
    void shouldGiveUnknownAttributesTheRepresentationOfTheStandard() {
        assertThat(dictionary.vr(Tag.of(0x0029, 0x1008))).isEqualTo(Vr.UN);
        assertThat(dictionary.vr(Tag.of(0x0029, 0x0010))).isEqualTo(Vr.LO);
        assertThat(dictionary.vr(Tag.of(0x0029, 0x0000))).isEqualTo(Vr.UL);
    }

    @Test
    void shouldNameTransferSyntaxesThatItKnows() {
        UidDictionary uids = UidDictionary.standard();
        assertThat(uids.name("1.2.840.10008.5.1.4.1.1.2")).contains("CT Image Storage");
        assertThat(TransferSyntax.values())
                .filteredOn(syntax -> uids.entry(syntax.uid().value()).isPresent())
                .hasSizeGreaterThan(35)
                .allSatisfy(syntax -> assertThat(
                                uids.entry(syntax.uid().value()).orElseThrow().kind())
                        .isEqualTo("Transfer Syntax"));
    }
}
