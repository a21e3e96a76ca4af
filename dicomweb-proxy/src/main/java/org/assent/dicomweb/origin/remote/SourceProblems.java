package org.assent.dicomweb.origin.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assent.authorization.peer.PeerRefusedException;
import org.assent.authorization.peer.PeerUnavailableException;
import org.assent.authorization.peer.PeerUnreachableException;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.dicomweb.enforcement.Enforcement;

/** What a client here is told when the source of a study refuses, is away or answers nonsense. */
final class SourceProblems {

    private static final Duration USUAL_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private SourceProblems() {}

    static ProblemException of(IOException failure) {
        if (failure instanceof PeerRefusedException) {
            return Enforcement.missing();
        }
        if (failure instanceof PeerUnavailableException unavailable) {
            return unavailable(Optional.of(unavailable.retryAfter()));
        }
        if (failure instanceof PeerUnreachableException unreachable && unreachable.timedOut()) {
            return timeout();
        }
        return new ProblemException(
                ProblemKind.BAD_GATEWAY, "The site that holds this study could not be asked, or its answer broke off.");
    }

    static ProblemException timeout() {
        return new ProblemException(
                ProblemKind.GATEWAY_TIMEOUT, "The site that holds this study did not answer in time; try again later.");
    }

    static ProblemException badAnswer() {
        return new ProblemException(
                ProblemKind.BAD_GATEWAY, "The site that holds this study gave an answer that cannot be passed on.");
    }

    static ProblemException unavailable(Optional<Duration> retryAfter) {
        Duration pause = retryAfter
                .filter(d -> d.isPositive() && d.compareTo(LONGEST_PAUSE) <= 0)
                .orElse(USUAL_PAUSE);
        return new ProblemException(new Problem(
                ProblemKind.UNAVAILABLE,
                "The site that holds this study cannot decide or serve now; try again later.",
                Optional.of(pause)));
    }

    static ProblemException ofStatus(int status, Map<String, String> headers) {
        return switch (status) {
            case 401, 403, 404, 410 -> Enforcement.missing();
            case 400 ->
                new ProblemException(
                        ProblemKind.BAD_REQUEST, "The site that holds this study did not understand the request.");
            case 406 ->
                new ProblemException(
                        ProblemKind.NOT_ACCEPTABLE,
                        "The site that holds this study cannot give it in an accepted media type and transfer syntax;"
                                + " ask for transfer-syntax=* to get it as stored.");
            case 429, 503 -> unavailable(seconds(headers.getOrDefault("retry-after", "")));
            case 504 -> timeout();
            default -> badAnswer();
        };
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("[0-9]{1,4}") ? Optional.of(Duration.ofSeconds(Long.parseLong(text))) : Optional.empty();
    }
}
