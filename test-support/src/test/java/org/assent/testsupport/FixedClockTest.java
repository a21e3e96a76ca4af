package org.assent.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FixedClockTest {
    @Test
    void shouldMoveOnlyWhenToldAndInAllItsZones() {
        FixedClock clock = FixedClock.at("2026-03-01T12:00:00Z");
        var elsewhere = clock.withZone(ZoneId.of("Europe/Berlin"));

        clock.advance(Duration.ofSeconds(30));

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-03-01T12:00:30Z"));
        assertThat(elsewhere.instant()).isEqualTo(clock.instant());
        clock.set(Instant.EPOCH);
        assertThat(elsewhere.millis()).isZero();
    }
}
