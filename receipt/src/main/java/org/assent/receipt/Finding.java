package org.assent.receipt;

/** What a verification found of one claim. */
public sealed interface Finding {

    /** In plain words. */
    String words();

    /** It holds, proven from the genesis file. */
    record Holds(String words) implements Finding {}

    /**
     * It does not hold, or cannot be believed.
     *
     * @param step which failed
     * @param words why
     */
    record Fails(Step step, String words) implements Finding {}

    /** This receipt does not claim it. */
    record NotShown(String words) implements Finding {}
}
