package org.assent.dicomweb.qido;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.dicom.Tag;

/**
 * The query of a search: PS3.18 §8.3.4.
 *
 * @param keys attributes to match, with their values; an empty value matches everything
 * @param includeFields attributes wanted in the results
 * @param includeAll whether all are wanted
 * @param limit the most results wanted
 * @param offset how many to leave out
 * @param accept the {@code accept} parameter
 * @param warnings what was ignored, for the Warning header
 */
record SearchParameters(
        Map<AttributeName, String> keys,
        Set<Tag> includeFields,
        boolean includeAll,
        OptionalInt limit,
        int offset,
        Optional<String> accept,
        List<String> warnings) {

    private static final String FUZZY =
            "The fuzzymatching parameter is not supported. Only literal matching has been performed.";
    private static final String EMPTY =
            "The emptyvaluematching parameter is not supported. Empty Value Matching has not been performed.";
    private static final String MULTIPLE =
            "The multiplevaluematching parameter is not supported. Multiple Value Matching has not been performed.";

    SearchParameters {
        keys = new LinkedHashMap<>(keys);
        includeFields = Set.copyOf(includeFields);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a query.
     *
     * @param query as in the URI, percent-encoded
     * @param strict whether what is not known is an error, else it is ignored with a warning
     * @throws ProblemException 400 with the rule that is broken
     */
    static SearchParameters parse(String query, boolean strict) {
        Reader reader = new Reader(strict);
        for (QueryString.Parameter parameter : QueryString.parse(query)) {
            reader.read(parameter.name(), parameter.value());
        }
        return reader.finish();
    }

    private static final class Reader {
        private final boolean strict;
        private final Map<AttributeName, String> keys = new LinkedHashMap<>();
        private final Set<Tag> includeFields = new LinkedHashSet<>();
        private final Map<String, String> once = new LinkedHashMap<>();
        private final List<String> warnings = new ArrayList<>();
        private boolean includeAll;
        private boolean includeSome;

        Reader(boolean strict) {
            this.strict = strict;
        }

        void read(String name, String value) {
            switch (name) {
                case "limit",
                        "offset",
                        "accept",
                        "charset",
                        "fuzzymatching",
                        "emptyvaluematching",
                        "multiplevaluematching" -> {
                    if (once.put(name, value) != null) {
                        throw bad("The parameter " + name + " may be given once.");
                    }
                }
                case "includefield" -> include(value);
                default -> key(name, value);
            }
        }

        private void include(String value) {
            for (String field : value.split(",", -1)) {
                if (field.equals("all")) {
                    includeAll = true;
                } else {
                    includeSome = true;
                    AttributeName.parse(field)
                            .ifPresentOrElse(
                                    name -> includeFields.add(name.outermost()),
                                    () -> unknown("An attribute of includefield is not known and was ignored."));
                }
            }
        }

        private void key(String name, String value) {
            if (name.equals("_") && !strict) {
                return; // what scripts add to get round a cache
            }
            Optional<AttributeName> attribute = AttributeName.parse(name);
            if (attribute.isEmpty()) {
                unknown("The parameter " + name + " is not known and was ignored.");
            } else if (keys.put(attribute.get(), value) != null) {
                throw bad("An attribute may be matched once: " + attribute.get().display());
            }
        }

        private void unknown(String warning) {
            if (strict) {
                throw bad(warning.replace(" and was ignored", ""));
            }
            warnings.add(warning);
        }

        SearchParameters finish() {
            if (includeAll && includeSome) {
                throw bad("includefield is either all or a list of attributes.");
            }
            for (AttributeName name : keys.keySet()) {
                checkPrivate(name);
            }
            flag("fuzzymatching", FUZZY);
            flag("emptyvaluematching", EMPTY);
            flag("multiplevaluematching", MULTIPLE);
            return new SearchParameters(
                    keys,
                    includeFields,
                    includeAll,
                    number("limit"),
                    number("offset").orElse(0),
                    Optional.ofNullable(once.get("accept")),
                    warnings);
        }

        /** DW-Q-05: what a private tag means is known only together with its creator. */
        private void checkPrivate(AttributeName name) {
            Tag tag = name.tag();
            if (!tag.isPrivate() || tag.isPrivateCreator()) {
                return;
            }
            boolean created =
                    keys.keySet().stream().anyMatch(other -> other.tag().equals(tag.privateCreator()));
            if (!created) {
                throw bad("A private attribute is matched together with its private creator " + tag.privateCreator()
                        + ".");
            }
        }

        private void flag(String name, String warning) {
            String value = once.get(name);
            if (value == null || value.equals("false")) {
                return;
            }
            if (!value.equals("true")) {
                throw bad("The parameter " + name + " is true or false.");
            }
            warnings.add(warning);
        }

        private OptionalInt number(String name) {
            String value = once.get(name);
            if (value == null) {
                return OptionalInt.empty();
            }
            if (!value.matches("[0-9]{1,9}")) {
                throw bad("The parameter " + name + " is a whole number from 0 to 999999999.");
            }
            return OptionalInt.of(Integer.parseInt(value));
        }
    }

    static ProblemException bad(String detail) {
        return new ProblemException(ProblemKind.BAD_REQUEST, detail);
    }
}
