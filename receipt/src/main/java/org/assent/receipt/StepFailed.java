package org.assent.receipt;

/** A step of a verification failed. */
final class StepFailed extends Exception {

    private static final long serialVersionUID = 1L;

    private final Step step;

    StepFailed(Step step, String why) {
        super(why);
        this.step = step;
    }

    Step step() {
        return step;
    }

    static void unless(boolean holds, Step step, String why) throws StepFailed {
        if (!holds) {
            throw new StepFailed(step, why);
        }
    }

    Finding.Fails finding() {
        return new Finding.Fails(step, String.valueOf(getMessage()));
    }
}
