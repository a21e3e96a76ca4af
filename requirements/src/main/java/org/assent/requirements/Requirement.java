package org.assent.requirements;

/**
 * One line of the list.
 *
 * @param id as the tag of a test, e.g. {@code DW-Q-07}
 * @param title what is asked for, in a few words
 */
public record Requirement(String id, Level level, String title) {

    /** What an id looks like. */
    public static final String ID = "[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-[0-9]+[a-z]?";

    /** @throws IllegalArgumentException if the id is none, or there is no title */
    public Requirement {
        if (!id.matches(ID)) {
            throw new IllegalArgumentException("not an id: " + id);
        }
        if (title.isBlank()) {
            throw new IllegalArgumentException(id + " has no title");
        }
    }
}
