package org.assent.receipt.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Times as our documents have them, which is how CometBFT writes them. */
public final class Times {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(SECONDS)
            .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendLiteral('Z')
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** RFC 3339 in UTC, with as many digits of a fraction as are needed, 0 to 9; years 0000 to 9999. */
    public static String text(Instant time) {
        return FORMAT.format(time);
    }
}
