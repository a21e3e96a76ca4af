package org.assent.fhir.enforcement;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A search parameter that is offered for a type.
 *
 * @param name as it stands in a query: {@code patient}, {@code patient.identifier}, {@code entity:identifier}
 * @param kind FHIR search-param-type: token, string, date, reference, uri
 */
public record SearchParameterName(String name, String kind) {

    private static final Pattern SEPARATOR = Pattern.compile(",\\s*");

    /** Reads {@code "name kind, name kind"}. */
    static List<SearchParameterName> list(String text) {
        return Stream.of(SEPARATOR.split(text, -1))
                .map(one -> one.split(" ", 2))
                .map(parts -> new SearchParameterName(parts[0], parts[1]))
                .toList();
    }

    /** Whether it is one of the type's own parameters, neither chained nor modified. */
    public boolean isPlain() {
        return name.indexOf('.') < 0 && name.indexOf(':') < 0;
    }
}
