package org.assent.authorization.scope;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a token or session may be used for at most. Immutable. Scopes only narrow: roles and the decision bind as well. */
public final class Scopes {

    /** None. */
    public static final Scopes NONE = new Scopes(List.of());

    private static final int MAX_LENGTH = 2000;

    private final List<Scope> scopes;

    private Scopes(Collection<Scope> scopes) {
        this.scopes = List.copyOf(new TreeSet<>(scopes));
    }

    /** Of the given ones. */
    public static Scopes of(Collection<Scope> scopes) {
        return new Scopes(scopes);
    }

    /**
     * Of scopes separated by single spaces, as this project writes them.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    public static Scopes of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a list of SMART 2 scopes: " + text));
    }

    /** Reads what a client sent: 1 or more scopes separated by single spaces; empty if one is malformed. */
    public static Optional<Scopes> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        List<Optional<Scope>> parsed =
                Arrays.stream(text.split(" ", -1)).map(Scope::parse).toList();
        return parsed.stream().allMatch(Optional::isPresent)
                ? Optional.of(of(parsed.stream().flatMap(Optional::stream).toList()))
                : Optional.empty();
    }

    /**
     * Whether they permit an interaction with a type of resource.
     *
     * @param resourceType FHIR resource type, or {@code *} for all of them
     */
    public boolean permits(String resourceType, Interaction interaction) {
        return scopes.stream()
                .anyMatch(scope -> (scope.resourceType().equals("*")
                                || scope.resourceType().equals(resourceType))
                        && scope.interactions().contains(interaction));
    }

    /** Whether each of them is within one of the others. */
    public boolean isWithin(Scopes others) {
        return scopes.stream().allMatch(scope -> others.scopes.stream().anyMatch(scope::isWithin));
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return scopes.isEmpty();
    }

    /** One by one, sorted. */
    public List<Scope> list() {
        return scopes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scopes that && scopes.equals(that.scopes);
    }

    @Override
    public int hashCode() {
        return scopes.hashCode();
    }

    /** As in a token: sorted, separated by single spaces. */
    @Override
    public String toString() {
        return scopes.stream().map(Scope::toString).collect(Collectors.joining(" "));
    }
}
