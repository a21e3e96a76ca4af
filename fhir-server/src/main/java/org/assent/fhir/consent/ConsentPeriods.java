package org.assent.fhir.consent;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.assent.decision.terms.Effect;
import org.assent.decision.terms.Period;
import org.assent.fhir.enforcement.Issue;
import org.hl7.fhir.r4.model.DateTimeType;

/**
 * Periods of a Consent as instants, computed once, when it is written. A partial date means the whole day, month or year
 * in the custodian's zone; a fraction of a second is taken to the side that permits less: a permit holds from the next whole second
 * to the last one, a deny from the last one to the next.
 */
final class ConsentPeriods {

    private final ZoneId zone;

    ConsentPeriods(ZoneId zone) {
        this.zone = zone;
    }

    /** Reads a period; adds an issue if it ends before it starts. */
    Period read(org.hl7.fhir.r4.model.Period period, Effect effect, String path, List<Issue> issues) {
        boolean wide = effect == Effect.DENY;
        Optional<Instant> start =
                period.hasStart() ? Optional.of(whole(first(period.getStartElement()), !wide)) : Optional.empty();
        Optional<Instant> end =
                period.hasEnd() ? Optional.of(whole(last(period.getEndElement()), wide)) : Optional.empty();
        if (start.isPresent() && end.isPresent() && end.get().isBefore(start.get())) {
            issues.add(Issue.rule(path, "ends before it starts"));
            return Period.ALWAYS;
        }
        return new Period(start, end);
    }

    private Instant first(DateTimeType value) {
        return switch (value.getPrecision()) {
            case YEAR, MONTH, DAY -> day(value, true).atStartOfDay(zone).toInstant();
            case MINUTE, SECOND, MILLI -> value.getValue().toInstant();
        };
    }

    private static Instant whole(Instant instant, boolean up) {
        Instant whole = instant.truncatedTo(ChronoUnit.SECONDS);
        return up && !whole.equals(instant) ? whole.plusSeconds(1) : whole;
    }

    private Instant last(DateTimeType value) {
        return switch (value.getPrecision()) {
            case YEAR, MONTH, DAY ->
                day(value, false).plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
            case MINUTE, SECOND, MILLI -> value.getValue().toInstant();
        };
    }

    private static LocalDate day(DateTimeType value, boolean first) {
        String text = value.getValueAsString();
        TemporalPrecisionEnum precision = value.getPrecision();
        if (precision == TemporalPrecisionEnum.YEAR) {
            Year year = Year.parse(text);
            return first ? year.atDay(1) : year.atMonth(12).atEndOfMonth();
        }
        if (precision == TemporalPrecisionEnum.MONTH) {
            YearMonth month = YearMonth.parse(text);
            return first ? month.atDay(1) : month.atEndOfMonth();
        }
        return LocalDate.parse(text);
    }
}
