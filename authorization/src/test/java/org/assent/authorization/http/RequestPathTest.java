package org.assent.authorization.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @Test
    void shouldDecodeSegmentsOnce() {
        assertThat(RequestPath.parse("/")).isEmpty();
        assertThat(RequestPath.parse("/fhir/r4/$receive-share")).isEqualTo(List.of("fhir", "r4", "$receive-share"));
        assertThat(RequestPath.parse("/a/%41%C3%A4/")).isEqualTo(List.of("a", "Aä", ""));
    }

    @ParameterizedTest
    @Tag("TH-19")
    @ValueSource(
            strings = {
                "/dicomweb//studies",
                "//evil.example",
                "/dicomweb/../fhir",
                "/dicomweb/./studies",
                "/dicomweb/%2e%2e/fhir",
                "/dicomweb/.%2E/fhir",
                "/dicomweb/studies%2F1.2",
                "/dicomweb/studies%5c1.2",
                "/dicomweb\\studies",
                "/dicomweb/a%00b",
                "/dicomweb/a%0d%0ab",
                "/dicomweb/%252e%252e",
                "/dicomweb/studies;jsessionid=1",
                "/dicomweb/studies%3Bx",
                "/dicomweb/%zz",
                "/dicomweb/%4",
                "/dicomweb/%c3%28",
                "/dicomweb/%c0%ae",
                "dicomweb"
            })
    void shouldRefuseWhatTwoReadersCouldUnderstandDifferently(String path) {
        assertThatThrownBy(() -> RequestPath.parse(path))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().kind()).isEqualTo(ProblemKind.BAD_REQUEST));
    }

    @ParameterizedTest
    @CsvSource({
        "/viewer/?StudyInstanceUIDs=1.2, true",
        "/, true",
        "//evil.example, false",
        "/\\evil.example, false",
        "/a\\b, false",
        "https://evil.example/, false",
        "javascript:alert(1), false",
        "'/a b', false",
        "'', false",
        "'/\t/evil.example', false"
    })
    void shouldTakeOnlyLocalPathsToGoOnTo(String candidate, boolean local) {
        assertThat(LocalPath.orElse(candidate, "/home")).isEqualTo(local ? candidate : "/home");
    }
}
