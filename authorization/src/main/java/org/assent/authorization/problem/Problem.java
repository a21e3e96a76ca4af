package org.assent.authorization.problem;

import java.time.Duration;
import java.util.Optional;

/**
 * One occurrence of a problem, for the client.
 *
 * @param kind what kind
 * @param detail what was wrong and what would be right; no patient data, no existence
 * @param retryAfter when to try again, if that makes sense
 */
public record Problem(ProblemKind kind, String detail, Optional<Duration> retryAfter) {

    /** Without a time to try again. */
    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(kind, detail, Optional.empty());
    }
}
