package org.assent.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void shouldGiveDifferentPorts() {
        assertThat(FreePorts.take(5)).doesNotHaveDuplicates().allMatch(port -> port > 0 && port < 65536);
    }
}
