package org.assent.authorization.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed route template: literal segments, {@code {name}} for one segment that is not empty, and a final {@code **} for
 * zero or more of any. Immutable.
 */
final class PathTemplate {

    private sealed interface Segment {
        record Literal(String text) implements Segment {}

        record Variable(String name) implements Segment {}

        record Rest() implements Segment {}
    }

    private final String text;
    private final List<Segment> segments;

    private PathTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = List.copyOf(segments);
    }

    /**
     * Parses a template.
     *
     * @throws IllegalArgumentException if it is none
     */
    static PathTemplate parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a route begins with a slash: " + text);
        }
        List<Segment> segments = new ArrayList<>();
        String[] parts = text.equals("/") ? new String[0] : text.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            segments.add(segment(text, parts[i], i == parts.length - 1));
        }
        return new PathTemplate(text, segments);
    }

    private static Segment segment(String template, String part, boolean last) {
        if (part.equals("**") && last) {
            return new Segment.Rest();
        }
        if (part.length() > 2 && part.startsWith("{") && part.endsWith("}")) {
            return new Segment.Variable(part.substring(1, part.length() - 1));
        }
        if (part.isEmpty() || part.contains("{") || part.contains("}") || part.contains("*")) {
            throw new IllegalArgumentException("a segment is text, {name}, or ** at the end: " + template);
        }
        return new Segment.Literal(part);
    }

    /** The variables of a path, percent-decoded, if the template matches it. */
    Optional<Map<String, String>> match(List<String> path) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment instanceof Segment.Rest) {
                return Optional.of(variables);
            }
            if (i >= path.size() || path.get(i).isEmpty()) {
                return Optional.empty();
            }
            if (segment instanceof Segment.Variable variable) {
                variables.put(variable.name(), path.get(i));
            } else if (!segment.equals(new Segment.Literal(path.get(i)))) {
                return Optional.empty();
            }
        }
        return path.size() == segments.size() ? Optional.of(variables) : Optional.empty();
    }

    /** Whether every path that this one matches is matched by the other too. */
    boolean isWithin(PathTemplate other) {
        for (int i = 0; i < other.segments.size(); i++) {
            Segment theirs = other.segments.get(i);
            if (theirs instanceof Segment.Rest) {
                return true;
            }
            if (i >= segments.size() || segments.get(i) instanceof Segment.Rest) {
                return false;
            }
            if (theirs instanceof Segment.Literal && !theirs.equals(segments.get(i))) {
                return false;
            }
        }
        return segments.size() == other.segments.size();
    }

    /** Whether some path is matched by both. */
    boolean overlaps(PathTemplate other) {
        int common = Math.min(segments.size(), other.segments.size());
        for (int i = 0; i < common; i++) {
            Segment mine = segments.get(i);
            Segment theirs = other.segments.get(i);
            if (mine instanceof Segment.Rest || theirs instanceof Segment.Rest) {
                return true;
            }
            if (mine instanceof Segment.Literal && theirs instanceof Segment.Literal && !mine.equals(theirs)) {
                return false;
            }
        }
        return segments.size() == other.segments.size() || hasRestAt(common) || other.hasRestAt(common);
    }

    private boolean hasRestAt(int index) {
        return index < segments.size() && segments.get(index) instanceof Segment.Rest;
    }

    /** Whether both match exactly the same paths. */
    boolean sameShape(PathTemplate other) {
        return isWithin(other) && other.isWithin(this);
    }

    /** Order in which templates are asked: at the first difference the end, then the literal, then the variable. */
    int compareSpecificity(PathTemplate other) {
        for (int i = 0; i < Math.max(segments.size(), other.segments.size()); i++) {
            int order = Integer.compare(rank(i), other.rank(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int rank(int index) {
        if (index >= segments.size()) {
            return 0;
        }
        return switch (segments.get(index)) {
            case Segment.Literal literal -> 1;
            case Segment.Variable variable -> 2;
            case Segment.Rest rest -> 3;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
