package org.assent.site.demo.story;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Waits for what takes a moment, with a bound. */
final class Patience {

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Something that is true sooner or later. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException, StoryFailure;
    }

    private Patience() {}

    /** Returns how long it took until the condition held, or fails after the bound. */
    static Duration until(Condition condition, Duration atMost, String what)
            throws IOException, InterruptedException, StoryFailure {
        Instant start = Instant.now();
        Instant deadline = start.plus(atMost);
        while (!condition.holds()) {
            if (Instant.now().isAfter(deadline)) {
                throw new StoryFailure("not within " + atMost.toSeconds() + " s: " + what);
            }
            Thread.sleep(PAUSE);
        }
        return Duration.between(start, Instant.now());
    }
}
