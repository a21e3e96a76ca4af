package org.assent.authorization.peer;

import java.time.Duration;

/** {@code Retry-After} of another site in seconds (RFC 9110 §10.2.3), between a second and five minutes. */
final class RetryAfter {

    private static final int LONGEST = 300;

    private RetryAfter() {}

    static Duration of(PeerResponse response) {
        String value = response.headers().getOrDefault("retry-after", "");
        int seconds = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 10;
        return Duration.ofSeconds(Math.max(1, Math.min(LONGEST, seconds)));
    }
}
