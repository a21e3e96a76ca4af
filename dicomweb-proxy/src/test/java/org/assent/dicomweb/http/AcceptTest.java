package org.assent.dicomweb.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assent.authorization.problem.ProblemException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PS3.18 §8.7.8, with the forms that clients are known to send. */
class AcceptTest {

    private static final List<String> OFFERS = List.of("application/dicom+json", "application/json", "text/html");

    /** The example of RFC 9110 §12.5.1 and others, with our types. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | application/dicom+json",
                "application/json | application/json",
                "application/json;q=0.5, application/dicom+json;q=0.4 | application/json",
                "application/*;q=0.5, text/html | text/html",
                "*/*, application/dicom+json;q=0.1 | application/json",
                "*/*;q=0.5, application/dicom+json;q=0 | application/json",
                "application/dicom+json, application/json | application/dicom+json",
                "nonsense, , ;;q=x, application/json;level=1;q=1.000 | application/json",
                "TEXT/HTML | text/html"
            })
    @Tag("DW-M-02")
    @Tag("DW-M-03")
    @Tag("DW-M-13")
    void shouldChooseTheBest(String header, String chosen) {
        Accept accept = Accept.of(Optional.of(header), Optional.empty(), true);

        assertThat(accept.chooseType(OFFERS, "no")).isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"image/png", "application/dicom+json;q=0, text/html;q=0.0", "application", "*/json", "''"})
    @Tag("DW-M-03")
    void shouldChooseNothingWhenNothingFits(String header) {
        Accept accept = Accept.of(Optional.of(header), Optional.empty(), false);

        assertThatThrownBy(() -> accept.chooseType(OFFERS.subList(0, 1), "no")).isInstanceOf(ProblemException.class);
    }

    @Test
    @Tag("DW-M-09")
    void shouldUnderstandTypesWithAndWithoutQuotes() {
        for (String text : List.of(
                "multipart/related; type=\"application/dicom\"; transfer-syntax=*",
                "multipart/related;type=application/dicom;transfer-syntax=\"*\"",
                "Multipart/Related; Type=\"application/dicom; transfer-syntax=*\"")) {
            MediaRange range = MediaRange.parse(text).orElseThrow();
            assertThat(range.coversMultipartOf("application/dicom")).as(text).isTrue();
            assertThat(range.coversMultipartOf("application/octet-stream"))
                    .as(text)
                    .isFalse();
            assertThat(range.transferSyntax()).as(text).contains("*");
        }
        assertThat(MediaRange.parse("multipart/related; type=\"*/*\"")
                        .orElseThrow()
                        .coversEverything())
                .isTrue();
        assertThat(MediaRange.parse("multipart/related").orElseThrow().coversEverything())
                .isTrue();
    }

    @Test
    @Tag("DW-M-17")
    void shouldUnderstandOldNames() {
        assertThat(MediaRange.parse("image/x-jls").orElseThrow().covers("image/jls"))
                .isTrue();
        assertThat(MediaRange.parse("image/x-dicom-rle").orElseThrow().covers("image/dicom-rle"))
                .isTrue();
    }
}
