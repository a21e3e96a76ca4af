package org.assent.authorization.problem;

/**
 * An exception as the log may show it: the classes and frames of the whole chain of causes, without their messages, which
 * could hold patient data or a token.
 */
public final class TraceWithoutMessages {

    private static final int MAX_CAUSES = 8;

    private TraceWithoutMessages() {}

    /** Several lines of text. */
    public static String of(Throwable failure) {
        StringBuilder text = new StringBuilder(1024);
        Throwable current = failure;
        for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "caused by ")
                    .append(current.getClass().getName());
            for (StackTraceElement frame : current.getStackTrace()) {
                text.append("\n  at ").append(frame);
            }
            text.append('\n');
            current = current.getCause();
        }
        return text.toString();
    }
}
