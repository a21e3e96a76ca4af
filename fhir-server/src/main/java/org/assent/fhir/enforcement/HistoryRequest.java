package org.assent.fhir.enforcement;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.hl7.fhir.r4.model.InstantType;

/**
 * A history as it was asked for (R4 http.html#history): {@code _since}, {@code _count} and {@code _offset}. An unknown
 * parameter is ignored, or refused under {@code Prefer: handling=strict}; {@code _at} and {@code _list} would change what is
 * asked for and are always refused.
 *
 * @param since only versions that are not older
 * @param offset how many versions to leave out
 * @param count how many to give, 0 for the total alone
 */
record HistoryRequest(Optional<InstantType> since, int offset, int count) {

    private static final Set<String> CHANGING = Set.of("_at", "_list");

    /**
     * Reads the parameters of a request.
     *
     * @throws ProblemException 400 with what would be right
     */
    static HistoryRequest read(Map<String, String[]> parameters, boolean strict) {
        Optional<InstantType> since = Optional.empty();
        int offset = 0;
        int count = SearchRequest.DEFAULT_COUNT;
        for (Map.Entry<String, String[]> parameter : new TreeMap<>(parameters).entrySet()) {
            String name = parameter.getKey();
            Optional<String> given =
                    Stream.of(parameter.getValue()).filter(v -> !v.isEmpty()).findFirst();
            if (given.isEmpty() || SearchRequest.RENDERING.contains(name)) {
                continue;
            }
            switch (name) {
                case "_count" -> count = SearchRequest.count(given.get());
                case "_offset" -> offset = SearchRequest.offset(given.get());
                case "_since" -> since = Optional.of(instant(given.get()));
                default -> {
                    if (strict || CHANGING.contains(name)) {
                        throw bad("A history is asked for by _since, _count and _offset alone.");
                    }
                }
            }
        }
        return new HistoryRequest(since, offset, count);
    }

    private static InstantType instant(String text) {
        try {
            return new InstantType(text);
        } catch (RuntimeException notAnInstant) {
            throw bad("_since is an instant such as 2026-02-01T08:00:00Z, its + written %2B.");
        }
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(ProblemKind.BAD_REQUEST, detail);
    }

    /** The beginning, if one was asked for. */
    Optional<Instant> sinceInstant() {
        return since.map(instant -> instant.getValue().toInstant());
    }

    /** The parameters of this page or another one. */
    String query(int at) {
        return since.map(instant -> "_since=" + SearchRequest.encoded(instant.getValueAsString()) + "&")
                        .orElse("")
                + "_count=" + count
                + (at > 0 ? "&_offset=" + at : "");
    }
}
