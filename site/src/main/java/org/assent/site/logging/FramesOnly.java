package org.assent.site.logging;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/**
 * Renders an exception by its classes and frames. Messages are left out: a database's or a parser's may quote the row or the
 * resource that it stumbled over.
 */
final class FramesOnly extends ThrowableHandlingConverter {

    private static final int MAX_CAUSES = 8;
    private static final int MAX_FRAMES = 60;

    @Override
    public String convert(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(1024);
        IThrowableProxy current = event.getThrowableProxy();
        for (int depth = 0; current != null && depth < MAX_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "caused by ").append(current.getClassName());
            StackTraceElementProxy[] frames = current.getStackTraceElementProxyArray();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                text.append("\n  ").append(frames[i].getSTEAsString());
            }
            text.append('\n');
            current = current.getCause();
        }
        return text.toString();
    }
}
