package org.assent.site.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestartsTest {

    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final Restarts restarts = new Restarts();

    @Test
    void shouldWaitLongerEachTimeAndGiveUpWhenASiteEndsAgainAndAgain() {
        for (int seconds : new int[] {1, 2, 4, 8, 16}) {
            assertThat(restarts.afterEnd(START.plusSeconds(seconds))).contains(Duration.ofSeconds(seconds));
        }

        assertThat(restarts.afterEnd(START.plusSeconds(60))).isEmpty();
    }

    @Test
    void shouldForgetEarlierEndsWhenTheyAreLongAgo() {
        for (int end = 0; end < 5; end++) {
            restarts.afterEnd(START.plusSeconds(end));
        }

        assertThat(restarts.afterEnd(START.plusSeconds(1000))).contains(Duration.ofSeconds(1));
    }
}
