package org.assent.site.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The site's log: one JSON object a line (time, level, logger, message, {@code requestId}), in {@code site.log}, rolled daily
 * and at 20 MB, kept for 30 days and at most 500 MB.
 *
 * <p>Of libraries only the pattern of a message is written, never what was put into it; the talkative ones speak up for
 * errors only.
 */
public final class Logs {

    private static final Map<String, Level> LEVELS = Map.ofEntries(
            Map.entry("ca.uhn", Level.ERROR),
            Map.entry("com.zaxxer", Level.WARN),
            Map.entry("org.apache", Level.ERROR),
            Map.entry("org.eclipse.jetty", Level.WARN),
            Map.entry("org.eclipse.jetty.ee10.servlet.ServletChannel", Level.OFF),
            Map.entry("org.eclipse.jetty.server.Response", Level.OFF),
            Map.entry("org.flywaydb", Level.WARN),
            Map.entry("org.hibernate", Level.ERROR),
            // It logs SQL errors with the values of the row.
            Map.entry("org.hibernate.engine.jdbc.spi.SqlExceptionHelper", Level.OFF),
            Map.entry("org.hibernate.orm.jdbc.error", Level.OFF),
            Map.entry("org.hl7", Level.ERROR),
            Map.entry("org.springframework", Level.ERROR));

    /** What the encoder takes for "leave this field out". */
    private static final String IGNORE = "[ignore]";

    private Logs() {}

    /** Sends everything that is logged from now on to the folder, and nothing to the console. */
    public static void toFolder(Path folder) {
        toFolder(folder, "site");
    }

    /** The same in files of another name than {@code site}. */
    public static void toFolder(Path folder, String fileName) {
        LoggerContext context = reset();
        RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
        file.setContext(context);
        file.setName(fileName);
        file.setFile(folder.resolve(fileName + ".log").toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
        rolling.setContext(context);
        rolling.setParent(file);
        rolling.setFileNamePattern(
                folder.resolve(fileName + ".%d{yyyy-MM-dd}.%i.log.gz").toString());
        rolling.setMaxFileSize(FileSize.valueOf("20MB"));
        rolling.setTotalSizeCap(FileSize.valueOf("500MB"));
        rolling.setMaxHistory(30);
        rolling.start();
        file.setRollingPolicy(rolling);
        file.setEncoder(encoder(context));
        file.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(file);
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
    }

    /** Logs nothing at all: for commands that answer on the console. */
    public static void off() {
        reset().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    /** Writes out what is still in buffers; nothing is logged afterwards. */
    public static void close() {
        context().stop();
    }

    private static LogstashEncoder encoder(LoggerContext context) {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setContext(context);
        encoder.setIncludeContext(false);
        encoder.getFieldNames().setMessage(IGNORE);
        encoder.addProvider(new QuietMessage());
        FramesOnly frames = new FramesOnly();
        frames.setContext(context);
        frames.start();
        encoder.setThrowableConverter(frames);
        encoder.start();
        return encoder;
    }

    private static LoggerContext reset() {
        LoggerContext context = context();
        context.reset();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return context;
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
