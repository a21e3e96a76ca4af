package org.assent.dicomweb.origin.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRewritingTest {

    private final AddressRewriting addresses = new AddressRewriting("2.25.1", "https://here.example/dicomweb");

    @Test
    @Tag("DW-E-09")
    void shouldGiveTheAddressHereWhenItIsBelowTheStudy() {
        assertThat(addresses.rewrite("https://there.example/dicomweb/studies/2.25.1/series/2.25.2/bulkdata/..x"))
                .contains("https://here.example/dicomweb/studies/2.25.1/series/2.25.2/bulkdata/..x");
    }

    @ParameterizedTest
    @Tag("DW-E-09")
    @ValueSource(
            strings = {
                "/../2.25.9/series/2.25.2",
                "/..",
                "/.",
                "/./series",
                "/series/../../2.25.9",
                "/series/2.25.2/..",
                "/%2e%2e/2.25.9",
                "/.%2E/2.25.9",
                "/%2e/series",
                "/..%2f2.25.9",
                "/..\\2.25.9",
                "9/series/2.25.2"
            })
    void shouldGiveNoAddressWhenItLeavesTheStudy(String rest) {
        assertThat(addresses.rewrite("https://there.example/dicomweb/studies/2.25.1" + rest))
                .isEmpty();
    }
}
