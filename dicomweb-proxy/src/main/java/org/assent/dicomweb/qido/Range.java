package org.assent.dicomweb.qido;

import java.util.Optional;
import org.assent.dicomweb.origin.archive.MatchingForm;

/**
 * A range of dates or times in their normal form, both ends inside (PS3.4 C.2.2.2.5); a single value is a range too, as
 * long as its precision.
 *
 * @param from first one, or no beginning
 * @param to last one, or no end
 */
record Range(Optional<String> from, Optional<String> to) {

    static Range parse(MatchingForm form, String value) {
        String text = value.strip();
        int dash = text.indexOf('-');
        if (dash < 0) {
            return new Range(Optional.of(low(form, text)), Optional.of(high(form, text)));
        }
        String from = text.substring(0, dash).strip();
        String to = text.substring(dash + 1).strip();
        if (from.isEmpty() && to.isEmpty()) {
            throw bad(form);
        }
        return new Range(
                from.isEmpty() ? Optional.empty() : Optional.of(low(form, from)),
                to.isEmpty() ? Optional.empty() : Optional.of(high(form, to)));
    }

    private static String low(MatchingForm form, String value) {
        return checked(form, form == MatchingForm.TIME ? MatchingForm.earliest(value) : MatchingForm.date(value));
    }

    private static String high(MatchingForm form, String value) {
        return checked(form, form == MatchingForm.TIME ? MatchingForm.latest(value) : MatchingForm.date(value));
    }

    private static String checked(MatchingForm form, String normal) {
        if (normal.isEmpty()) {
            throw bad(form);
        }
        return normal;
    }

    private static RuntimeException bad(MatchingForm form) {
        return SearchParameters.bad(
                form == MatchingForm.TIME
                        ? "A time is HH, HHmm, HHmmss or HHmmss.ffffff, or a range of them such as 0800-1200."
                        : "A date is yyyyMMdd, or a range of them such as 20260101-20260131.");
    }
}
