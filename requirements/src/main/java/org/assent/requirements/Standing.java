package org.assent.requirements;

/** How a requirement stands. */
public sealed interface Standing {

    /** The word for it in the map. */
    String word();

    /**
     * A test shows it.
     *
     * @param className fully qualified, a nested class after {@code $}
     * @param test the method
     * @param note what else shows it, may be empty
     */
    record Green(String className, String test, String note) implements Standing {
        @Override
        public String word() {
            return "green";
        }

        /** The test without its package. */
        public String shortName() {
            return className.substring(className.lastIndexOf('.') + 1) + "." + test;
        }
    }

    /**
     * It comes later.
     *
     * @param reason the title of what brings it, then what is missing
     */
    record Later(String reason) implements Standing {
        @Override
        public String word() {
            return "later";
        }
    }

    /**
     * It is left out on purpose.
     *
     * @param reason why
     */
    record NotOffered(String reason) implements Standing {
        @Override
        public String word() {
            return "not-offered";
        }
    }

    /** Whether nothing is left to do for it. */
    default boolean isClosed() {
        return !(this instanceof Later);
    }
}
