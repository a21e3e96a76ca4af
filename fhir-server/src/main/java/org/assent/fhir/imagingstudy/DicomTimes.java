package org.assent.fhir.imagingstudy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;

/** DICOM dates and times (PS3.5 §6.2, DA and TM) as FHIR's. What is not one is left out, never guessed. Pure. */
public final class DicomTimes {

    private static final Pattern DATE = Pattern.compile("(\\d{4})[.]?(\\d{2})[.]?(\\d{2})");
    private static final Pattern TIME = Pattern.compile("(\\d{2}):?(\\d{2})?:?(\\d{2})?(?:\\.\\d{1,6})?");
    private static final Pattern OFFSET = Pattern.compile("[+-]\\d{4}");

    private DicomTimes() {}

    /** A date. */
    public static Optional<LocalDate> date(String da) {
        Matcher matcher = DATE.matcher(da.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3)));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /**
     * A date with its time, or without it if there is none, since FHIR wants a zone with every time.
     *
     * @param offset TimezoneOffsetFromUTC (0008,0201), or empty
     * @param zone where it was acquired, if no offset is given
     */
    static Optional<DateTimeType> dateTime(String da, String tm, String offset, ZoneId zone) {
        return date(da).map(date -> time(tm).map(time ->
                        new DateTimeType(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at(date, time, offset, zone))))
                .orElseGet(() -> new DateTimeType(date.toString())));
    }

    private static OffsetDateTime at(LocalDate date, LocalTime time, String offset, ZoneId zone) {
        if (OFFSET.matcher(offset.strip()).matches()) {
            try {
                return date.atTime(time).atOffset(ZoneOffset.of(offset.strip()));
            } catch (DateTimeException notAnOffset) {
                // as if none were given
            }
        }
        return date.atTime(time).atZone(zone).toOffsetDateTime();
    }

    private static Optional<LocalTime> time(String tm) {
        Matcher matcher = TIME.matcher(tm.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalTime.of(number(matcher, 1), number(matcher, 2), number(matcher, 3)));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
