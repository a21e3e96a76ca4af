package org.assent.site.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import net.logstash.logback.composite.AbstractFieldJsonProvider;

/**
 * The message of an event. Of our own loggers as it reads; of libraries only the pattern, since what they put into it is
 * often the request or the row that they stumbled over.
 */
final class QuietMessage extends AbstractFieldJsonProvider<ILoggingEvent> {

    private static final String OURS = "org.assent.";

    QuietMessage() {
        setFieldName("message");
    }

    @Override
    public void writeTo(JsonGenerator generator, ILoggingEvent event) throws IOException {
        boolean ours = event.getLoggerName().startsWith(OURS);
        generator.writeStringField(getFieldName(), ours ? event.getFormattedMessage() : event.getMessage());
    }
}
