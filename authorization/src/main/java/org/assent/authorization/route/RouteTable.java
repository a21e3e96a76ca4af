package org.assent.authorization.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Every route of a site. What is not in it does not exist. Immutable.
 *
 * <p>Of the templates that match a path the most specific decides alone, so that a wider route never answers for a
 * narrower one. Templates that overlap without one being inside the other must have equal guards; the table refuses
 * anything ambiguous when it is made.
 */
public final class RouteTable {

    /** What the table says of a request. */
    public sealed interface Answer {
        /** There is a route. */
        record Found(RouteMatch match) implements Answer {}

        /** There is one, but not for this method. */
        record WrongMethod(Collection<String> allowed) implements Answer {
            public WrongMethod {
                allowed = List.copyOf(allowed);
            }
        }

        /** There is none. */
        record None() implements Answer {}
    }

    private record Entry(PathTemplate template, Map<String, Route> byMethod) {}

    private final List<Route> routes;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * Makes the table.
     *
     * @throws IllegalArgumentException naming two routes that conflict
     */
    public RouteTable(Collection<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : this.routes) {
            add(route);
        }
        for (int i = 0; i < entries.size(); i++) {
            for (int j = i + 1; j < entries.size(); j++) {
                requireClear(entries.get(i), entries.get(j));
            }
        }
        entries.sort((a, b) -> a.template().compareSpecificity(b.template()));
    }

    private void add(Route route) {
        PathTemplate template = PathTemplate.parse(route.template());
        Entry entry = entries.stream()
                .filter(e -> e.template().sameShape(template))
                .findFirst()
                .orElseGet(() -> {
                    Entry fresh = new Entry(template, new LinkedHashMap<>());
                    entries.add(fresh);
                    return fresh;
                });
        if (!entry.template().toString().equals(route.template())) {
            throw new IllegalArgumentException(
                    "two names for one path: " + entry.template() + " and " + route.template());
        }
        for (String method : route.methods()) {
            if (!method.equals(method.toUpperCase(java.util.Locale.ROOT)) || method.equals("HEAD")) {
                throw new IllegalArgumentException("methods are upper case, and HEAD goes with GET: " + route);
            }
            if (entry.byMethod().putIfAbsent(method, route) != null) {
                throw new IllegalArgumentException(method + " " + route.template() + " is in the table twice");
            }
        }
    }

    private static void requireClear(Entry a, Entry b) {
        if (!a.template().overlaps(b.template())
                || a.template().isWithin(b.template())
                || b.template().isWithin(a.template())) {
            return;
        }
        List<Guard> guards = new ArrayList<>();
        a.byMethod().values().forEach(route -> guards.add(route.guard()));
        b.byMethod().values().forEach(route -> guards.add(route.guard()));
        if (guards.stream().distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "a path can match both " + a.template() + " and " + b.template() + ", and their guards differ");
        }
    }

    /**
     * Looks a request up.
     *
     * @param method HTTP method; HEAD is looked up as GET
     * @param segments the path's segments, percent-decoded
     */
    public Answer find(String method, List<String> segments) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Entry entry : entries) {
            Optional<Map<String, String>> variables = entry.template().match(segments);
            if (variables.isPresent()) {
                Route route = entry.byMethod().get(wanted);
                return route == null
                        ? new Answer.WrongMethod(allowed(entry))
                        : new Answer.Found(new RouteMatch(route, variables.get(), segments));
            }
        }
        return new Answer.None();
    }

    private static Collection<String> allowed(Entry entry) {
        TreeSet<String> allowed = new TreeSet<>(entry.byMethod().keySet());
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        allowed.add("OPTIONS");
        return allowed;
    }

    /** All routes, as given: for the test that asks each of them. */
    public List<Route> routes() {
        return routes;
    }
}
