package org.assent.receipt.chain;

/** The chain's own evidence does not hold. The message says which part, in plain words. */
public final class NotProven extends Exception {

    private static final long serialVersionUID = 1L;

    /** What failed. */
    public enum Part {
        /** The genesis file. */
        GENESIS,
        /** The record of changes of validators. */
        TRUST,
        /** The header, or the set of validators that it names. */
        HEADER,
        /** The votes. */
        COMMIT
    }

    private final Part part;

    /** With what failed, and why. */
    public NotProven(Part part, String message) {
        super(message);
        this.part = part;
    }

    /** What failed. */
    public Part part() {
        return part;
    }
}
