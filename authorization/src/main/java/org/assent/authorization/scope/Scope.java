package org.assent.authorization.scope;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One SMART scope in version 2 form: {@code (patient|user|system)/(Type|*).cruds}, letters in this order (SMART App Launch
 * 2.2 §3.0.1). Search parameters in scopes are not supported.
 *
 * @param level whose authority it draws on
 * @param resourceType FHIR resource type, or {@code *}
 * @param interactions what may be done, at least one
 */
public record Scope(Level level, String resourceType, Set<Interaction> interactions) implements Comparable<Scope> {

    /** Whose authority a scope draws on; in lower case in the scope. */
    public enum Level {
        PATIENT,
        USER,
        SYSTEM
    }

    private static final Pattern FORM =
            Pattern.compile("(patient|user|system)/([A-Z][A-Za-z]{0,63}|\\*)\\.(?=[cruds])(c?r?u?d?s?)");

    public Scope {
        interactions = Set.copyOf(interactions);
        if (interactions.isEmpty()) {
            throw new IllegalArgumentException("a scope permits something");
        }
    }

    /** Reads a scope; empty if it is none. */
    public static Optional<Scope> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        EnumSet<Interaction> interactions = EnumSet.noneOf(Interaction.class);
        for (Interaction interaction : Interaction.values()) {
            if (form.group(3).indexOf(interaction.letter()) >= 0) {
                interactions.add(interaction);
            }
        }
        Level level = Level.valueOf(form.group(1).toUpperCase(java.util.Locale.ROOT));
        return Optional.of(new Scope(level, form.group(2), interactions));
    }

    /** Whether everything that this scope permits is permitted by the other. */
    boolean isWithin(Scope other) {
        return level == other.level
                && (other.resourceType.equals("*") || other.resourceType.equals(resourceType))
                && other.interactions.containsAll(interactions);
    }

    @Override
    public int compareTo(Scope other) {
        return toString().compareTo(other.toString());
    }

    /** As in a token. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(level.name().toLowerCase(java.util.Locale.ROOT))
                .append('/')
                .append(resourceType)
                .append('.');
        for (Interaction interaction : Interaction.values()) {
            if (interactions.contains(interaction)) {
                text.append(interaction.letter());
            }
        }
        return text.toString();
    }
}
