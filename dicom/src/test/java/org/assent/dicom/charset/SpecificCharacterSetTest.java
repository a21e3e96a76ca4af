package org.assent.dicom.charset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of PS3.5 Annexes H to K, byte for byte, and the traps of DW-J-11. */
class SpecificCharacterSetTest {
    private static final String ESC = "\u001b";

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> names(List<String> terms, byte[] bytes) {
        return SpecificCharacterSet.of(terms).decodePersonNames(bytes);
    }

    @Test
    @Tag("DW-J-10")
    void shouldDecodeJapaneseExample1OfAnnexH() {
        byte[] bytes = latin1("Yamada^Tarou=" + ESC + "$B;3ED" + ESC + "(B^" + ESC + "$BB@O:" + ESC + "(B=" + ESC
                + "$B$d$^$@" + ESC + "(B^" + ESC + "$B$?$m$&" + ESC + "(B");

        assertThat(names(List.of("", "ISO 2022 IR 87"), bytes)).containsExactly("Yamada^Tarou=山田^太郎=やまだ^たろう");
    }

    @Test
    @Tag("DW-J-10")
    void shouldDecodeJapaneseExample2OfAnnexH() {
        byte[] bytes = latin1("\u00d4\u00cf\u00c0\u00de^\u00c0\u00db\u00b3=" + ESC + "$B;3ED" + ESC + "(J^" + ESC
                + "$BB@O:" + ESC + "(J=" + ESC + "$B$d$^$@" + ESC + "(J^" + ESC + "$B$?$m$&" + ESC + "(J");

        assertThat(names(List.of("ISO 2022 IR 13", "ISO 2022 IR 87"), bytes)).containsExactly("ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう");
    }

    @Test
    @Tag("DW-J-10")
    void shouldDecodeTheKoreanExampleOfAnnexI() {
        byte[] bytes = latin1("Hong^Gildong=" + ESC + "$)C\u00fb\u00f3^" + ESC + "$)C\u00d1\u00ce\u00d4\u00d7=" + ESC
                + "$)C\u00c8\u00ab^" + ESC + "$)C\u00b1\u00e6\u00b5\u00bf");

        assertThat(names(List.of("", "ISO 2022 IR 149"), bytes)).containsExactly("Hong^Gildong=洪^吉洞=홍^길동");
    }

    @Test
    void shouldForgetTheKoreanSetAtADelimiter() {
        byte[] bytes = latin1(ESC + "$)C\u00c8\u00ab^\u00c8\u00ab");

        List<String> decoded = names(List.of("", "ISO 2022 IR 149"), bytes);

        assertThat(decoded.get(0)).startsWith("홍^").doesNotEndWith("홍");
    }

    @Test
    void shouldDecodeSimplifiedChineseWithCodeExtensions() {
        byte[] bytes = latin1("Zhang^XiaoDong=" + ESC + "$)A\u00d5\u00c5^" + ESC + "$)A\u00d0\u00a1\u00b6\u00ab=");

        assertThat(names(List.of("", "ISO 2022 IR 58"), bytes)).containsExactly("Zhang^XiaoDong=张^小东=");
    }

    @Test
    void shouldDecodeSupplementaryKanji() {
        byte[] bytes = latin1(ESC + "$(D0!" + ESC + "(B"); // JIS X 0212 row 16 cell 1

        assertThat(SpecificCharacterSet.of(List.of("", "ISO 2022 IR 159")).decodeValues(bytes))
                .containsExactly("丂");
    }

    @Test
    @Tag("DW-J-11")
    void shouldNotSplitInsideAMultiByteCharacter() {
        byte[] gb = "A\\俓B".getBytes(Charset.forName("GB18030")); // 俓 is 82 5C
        assertThat(gb).contains(0x5C);
        assertThat(SpecificCharacterSet.of(List.of("GB18030")).decodeValues(gb)).containsExactly("A", "俓B");

        byte[] kanji = latin1(ESC + "$B%\\" + ESC + "(B\\X"); // ボ is 25 5C in JIS X 0208
        assertThat(SpecificCharacterSet.of(List.of("", "ISO 2022 IR 87")).decodeValues(kanji))
                .containsExactly("ボ", "X");
    }

    @Test
    @Tag("DW-J-11")
    void shouldSplitAtTheYenSignOfJisX0201() {
        byte[] bytes = latin1("\u00d4\\\u00cf");

        assertThat(SpecificCharacterSet.of(List.of("ISO_IR 13")).decodeValues(bytes))
                .containsExactly("ﾔ", "ﾏ");
    }

    @ParameterizedTest
    @CsvSource({
        "ISO_IR 100, C4, Ä",
        "ISO_IR 101, A3, Ł",
        "ISO_IR 109, A1, Ħ",
        "ISO_IR 110, A2, ĸ",
        "ISO_IR 144, BF, П",
        "ISO_IR 127, C2, آ",
        "ISO_IR 126, C4, Δ",
        "ISO_IR 138, E0, א",
        "ISO_IR 148, F0, ğ",
        "ISO_IR 166, A1, ก",
        "ISO_IR 203, A4, €",
        "ISO_IR 13, D4, ﾔ"
    })
    void shouldDecodeSingleByteSets(String term, String hex, String expected) {
        byte[] bytes = {(byte) Integer.parseInt(hex, 16)};

        assertThat(SpecificCharacterSet.of(List.of(term)).decodeText(bytes)).isEqualTo(expected);
    }

    @Test
    void shouldUnderstandCommonMisspellings() {
        assertThat(SpecificCharacterSet.of(List.of("ISO IR 100")).terms()).containsExactly("ISO_IR 100");
        assertThat(SpecificCharacterSet.of(List.of("", "iso-2022-ir-87")).terms())
                .containsExactly("", "ISO 2022 IR 87");
    }

    @Test
    void shouldReadOnWhenTheSetIsUnknownOrBroken() {
        byte[] bytes = {'A', (byte) 0xC4, 0x1B, '$', 'B', 0x30};

        assertThat(SpecificCharacterSet.of(List.of("KLINGON")).decodeValues(bytes))
                .hasSize(1);
        assertThat(SpecificCharacterSet.of(List.of("", "ISO 2022 IR 87")).decodeValues(bytes))
                .containsExactly("AÄ\uFFFD");
        assertThat(SpecificCharacterSet.UTF_8.decodeText(bytes)).startsWith("A\uFFFD");
    }
}
