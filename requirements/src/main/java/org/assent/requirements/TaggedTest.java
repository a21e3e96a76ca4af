package org.assent.requirements;

import java.util.Set;

/**
 * A test method in the sources.
 *
 * @param className fully qualified, a nested class after {@code $}, as in reports
 * @param tags those of the method and of all classes around it
 */
public record TaggedTest(String className, String method, Set<String> tags) {

    /** Keeps a copy of the tags. */
    public TaggedTest {
        tags = Set.copyOf(tags);
    }
}
