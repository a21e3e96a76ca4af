package org.assent.authorization.token;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assent.decision.request.PurposeOfUse;
import org.jspecify.annotations.Nullable;

/** Purposes of use as arrays of Coding in tokens (IHE IUA 3.71.4.2.2.1.2) and as {@code system|code} in parameters. Pure. */
final class Codings {

    private static final int MAX = 8;
    private static final int MAX_LENGTH = 256;

    private Codings() {}

    static List<Map<String, String>> claim(Set<PurposeOfUse> purposes) {
        return new TreeSet<>(purposes)
                .stream()
                        .map(purpose -> Map.of("system", purpose.system(), "code", purpose.code()))
                        .toList();
    }

    /** Reads the claim back; empty if it is malformed or holds none. */
    static Optional<Set<PurposeOfUse>> fromClaim(@Nullable Object claim) {
        Set<PurposeOfUse> purposes = new HashSet<>();
        if (claim instanceof List<?> list) {
            for (Object entry : list) {
                if (entry instanceof Map<?, ?> coding
                        && coding.get("system") instanceof String system
                        && coding.get("code") instanceof String code) {
                    of(system, code).ifPresent(purposes::add);
                }
            }
            return purposes.isEmpty() || purposes.size() != list.size() ? Optional.empty() : Optional.of(purposes);
        }
        return Optional.empty();
    }

    /** Reads parameters; empty if one is malformed, there are none, or more than 8. */
    static Optional<Set<PurposeOfUse>> fromParameters(List<String> values) {
        List<PurposeOfUse> purposes = new ArrayList<>();
        for (String value : values) {
            int bar = value.indexOf('|');
            if (bar > 0) {
                of(value.substring(0, bar), value.substring(bar + 1)).ifPresent(purposes::add);
            }
        }
        boolean good = !purposes.isEmpty() && purposes.size() == values.size() && purposes.size() <= MAX;
        return good ? Optional.of(Set.copyOf(purposes)) : Optional.empty();
    }

    private static Optional<PurposeOfUse> of(String system, String code) {
        boolean good = visible(system) && visible(code) && code.indexOf('|') < 0;
        return good ? Optional.of(new PurposeOfUse(system, code)) : Optional.empty();
    }

    private static boolean visible(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }
}
