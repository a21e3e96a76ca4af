package org.assent.dicomweb.qido;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The condition of a search as SQL: terms joined by AND, values only ever bound. One use, one thread.
 *
 * <p>Tables are called {@code st}, {@code se} and {@code i}.
 */
final class Condition {

    private final List<String> terms = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, List<String>> lists = new LinkedHashMap<>();

    /** Adds a term without values. */
    void add(String term) {
        terms.add(term);
    }

    /** Binds a value and gives its place in the SQL. */
    String bind(String value) {
        String name = "t" + texts.size();
        texts.put(name, value);
        return ":" + name;
    }

    /** Binds a list and gives its place in the SQL, to be used as {@code column = any(…)}. */
    String bind(Collection<String> values) {
        String name = "l" + lists.size();
        lists.put(name, List.copyOf(values));
        return ":" + name;
    }

    /** The condition, true if there is no term. */
    String sql() {
        return terms.isEmpty() ? "1 = 1" : String.join(" and ", terms);
    }

    /** Binds all values. */
    <S extends SqlStatement<S>> S bindTo(S statement) {
        texts.forEach(statement::bind);
        lists.forEach((name, values) -> statement.bindArray(name, String.class, values));
        return statement;
    }
}
