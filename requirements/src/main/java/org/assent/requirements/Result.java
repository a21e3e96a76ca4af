package org.assent.requirements;

/** How a test went the last time, the worst last: what ran several times is as good as its worst run. */
public enum Result {
    NOT_RUN("not run"),
    PASSED("passed"),
    SKIPPED("skipped"),
    FAILED("failed");

    private final String words;

    Result(String words) {
        this.words = words;
    }

    /** The worse of two. */
    Result worst(Result other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public String toString() {
        return words;
    }
}
