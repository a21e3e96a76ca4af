package org.assent.dicomweb.qido;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assent.authorization.problem.ProblemException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PS3.18 §8.3.1 and §8.3.4: what HTTP clients in Java refuse to send. */
class SearchParametersTest {

    @ParameterizedTest
    @ValueSource(strings = {"PatientName=%zz", "PatientName=%", "PatientName=%4", "Patient%C3=1", "PatientName=%c3%28"})
    @Tag("DW-Q-04")
    void shouldRefuseEncodingsThatAreNone(String query) {
        assertThatThrownBy(() -> SearchParameters.parse(query, false)).isInstanceOf(ProblemException.class);
    }

    @Test
    @Tag("DW-Q-04")
    void shouldDecodeNamesAndValues() {
        SearchParameters parameters = SearchParameters.parse("Patient%4Eame=M%C3%BCller%5E%26%3D%2C+x", false);

        assertThat(parameters.keys().values()).containsExactly("Müller^&=, x");
    }

    @Test
    void shouldRefuseMoreThanItReads() {
        assertThatThrownBy(() -> SearchParameters.parse("a&".repeat(300), false))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> SearchParameters.parse("PatientName=" + "x".repeat(20_000), false))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    @Tag("DW-Q-20")
    void shouldKeepWildcardsOfSqlFromMatching() {
        assertThat(Wildcard.like("a*b?c%d_e!f")).isEqualTo("a%b_c!%d!_e!!f");
    }
}
