package org.assent.custody.study;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** When a study began, from its DICOM attributes (PS3.5 §6.2 DA and TM, PS3.3 C.12.1 Timezone Offset From UTC). Pure. */
public final class StudyTime {

    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xx");

    private StudyTime() {}

    /**
     * The beginning; midnight if the study has a date only.
     *
     * @param siteZone zone of a study that names no offset
     * @return empty if there is no date or the attributes are not what DICOM says
     */
    public static Optional<Instant> of(StudyDescription study, ZoneId siteZone) {
        try {
            LocalDate date = LocalDate.parse(study.studyDate().strip(), DateTimeFormatter.BASIC_ISO_DATE);
            ZoneId zone = study.timezoneOffset().isBlank()
                    ? siteZone
                    : ZoneOffset.from(OFFSET.parse(study.timezoneOffset().strip()));
            return Optional.of(
                    date.atTime(time(study.studyTime().strip())).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The study with the offset of its beginning said, so that another site, in whatever zone, understands it alike.
     *
     * @param siteZone zone of a study that names no offset
     * @return the same study if it names one, or its beginning is unknown
     */
    public static StudyDescription withOffset(StudyDescription study, ZoneId siteZone) {
        if (!study.timezoneOffset().isBlank()) {
            return study;
        }
        return of(study, siteZone)
                .map(begun -> study.at(OFFSET.format(siteZone.getRules().getOffset(begun))))
                .orElse(study);
    }

    private static LocalTime time(String text) {
        String digits = text.length() > 6 ? text.substring(0, 6) : text;
        return switch (digits.length()) {
            case 2 -> LocalTime.parse(digits, DateTimeFormatter.ofPattern("HH"));
            case 4 -> LocalTime.parse(digits, DateTimeFormatter.ofPattern("HHmm"));
            case 6 -> LocalTime.parse(digits, DateTimeFormatter.ofPattern("HHmmss"));
            default -> LocalTime.MIDNIGHT;
        };
    }
}
