package org.assent.site.doctor;

/**
 * One thing that was looked at.
 *
 * @param level how it is
 * @param subject what was looked at, a few words
 * @param found what is the case
 * @param advice what helps; empty if nothing needs help
 */
public record Diagnosis(Level level, String subject, String found, String advice) {

    /** How bad it is. */
    public enum Level {
        /** As it should be. */
        OK,
        /** It works, and will not for long, or not well. */
        WARN,
        /** The site cannot start, or must not. */
        FAIL
    }

    static Diagnosis ok(String subject, String found) {
        return new Diagnosis(Level.OK, subject, found, "");
    }

    static Diagnosis warn(String subject, String found, String advice) {
        return new Diagnosis(Level.WARN, subject, found, advice);
    }

    static Diagnosis fail(String subject, String found, String advice) {
        return new Diagnosis(Level.FAIL, subject, found, advice);
    }

    /** One line, and one more with the advice if there is any. */
    public String text() {
        String line = "%-4s  %-20s %s".formatted(level.name().toLowerCase(java.util.Locale.ROOT), subject, found);
        return advice.isEmpty() ? line : line + System.lineSeparator() + " ".repeat(27) + "-> " + advice;
    }
}
