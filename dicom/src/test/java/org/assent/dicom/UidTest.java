package org.assent.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assent.dicom.DicomParseException.Reason;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("DW-H-05")
class UidTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.2.840.10008.1.2",
                "0.0",
                "2.25.0",
                "2.25.329800735698586629295641978511506172918",
                "1234567890.1234567890.1234567890.1234567890.1234567890.123456789"
            })
    void shouldTakeUidsOfTheStandard(String text) throws Exception {
        assertThat(Uid.parse(text).value()).isEqualTo(text);
        assertThat(Uid.tryParse(text)).contains(new Uid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.",
                ".1",
                "1..2",
                "1.02",
                "00.1",
                "1.2.a",
                "1.2 ",
                "1.2\u0000",
                "../etc/passwd",
                "1.2%2F3",
                "1.٢",
                "1234567890.1234567890.1234567890.1234567890.1234567890.1234567890"
            })
    void shouldRefuseWhatIsNoUid(String text) {
        assertThat(Uid.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> Uid.parse(text))
                .isInstanceOfSatisfying(
                        DicomParseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_UID));
    }

    @Test
    void shouldSayWhichRuleIsBroken() {
        assertThatThrownBy(() -> Uid.parse("1.02")).hasMessageContaining("leading zero");
        assertThatThrownBy(() -> Uid.parse("1".repeat(65))).hasMessageContaining("at most 64");
    }
}
