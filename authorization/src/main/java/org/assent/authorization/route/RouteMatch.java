package org.assent.authorization.route;

import java.util.List;
import java.util.Map;

/**
 * The route of one request.
 *
 * @param route which one
 * @param variables values of the template's variables, percent-decoded, none empty
 * @param segments the path's segments, percent-decoded; the last is empty if the path ends with a slash
 */
public record RouteMatch(Route route, Map<String, String> variables, List<String> segments) {

    public RouteMatch {
        variables = Map.copyOf(variables);
        segments = List.copyOf(segments);
    }

    /** The value of a variable of the template. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("the template " + route.template() + " has no {" + name + "}");
        }
        return value;
    }
}
