package org.assent.dicomweb.qido;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.dicom.Tag;
import org.assent.dicom.Uid;
import org.assent.dicomweb.origin.archive.IndexedAttribute;
import org.assent.dicomweb.origin.archive.Level;
import org.assent.dicomweb.origin.archive.MatchingForm;

/** Turns the keys of a search into a condition: PS3.4 C.2.2.2 with the keys of PS3.18 table 10.6.1-5. */
final class Matching {

    private static final Map<Tag, String> UIDS = Map.of(
            Tag.STUDY_INSTANCE_UID, "st.study_uid",
            Tag.SERIES_INSTANCE_UID, "se.series_uid",
            Tag.SOP_INSTANCE_UID, "i.sop_uid",
            Tag.SOP_CLASS_UID, "i.sop_class");
    private static final Map<Tag, Level> UID_LEVELS = Map.of(
            Tag.STUDY_INSTANCE_UID, Level.STUDY,
            Tag.SERIES_INSTANCE_UID, Level.SERIES,
            Tag.SOP_INSTANCE_UID, Level.INSTANCE,
            Tag.SOP_CLASS_UID, Level.INSTANCE);

    private final SearchResource resource;
    private final boolean strict;
    private final Condition condition;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> requestTerms = new ArrayList<>();

    private Matching(SearchResource resource, boolean strict, Condition condition) {
        this.resource = resource;
        this.strict = strict;
        this.condition = condition;
    }

    /**
     * Adds what the keys demand to a condition.
     *
     * @return warnings about keys that were ignored
     */
    static List<String> add(SearchResource resource, SearchParameters parameters, boolean strict, Condition condition) {
        Matching matching = new Matching(resource, strict, condition);
        boolean combined = matching.dateTime(parameters.keys());
        parameters.keys().forEach((name, value) -> {
            boolean part = name.isTopLevel()
                    && (name.tag().equals(Tag.STUDY_DATE) || name.tag().equals(Tag.STUDY_TIME));
            if (!(combined && part)) {
                matching.match(name, value);
            }
        });
        if (!matching.requestTerms.isEmpty()) {
            condition.add("exists (select 1 from dicomweb.series_request r where r.series_id = se.id and "
                    + String.join(" and ", matching.requestTerms) + ")");
        }
        return matching.warnings;
    }

    /** StudyInstanceUIDs that the keys name. */
    static List<String> named(SearchParameters parameters) {
        return parameters.keys().entrySet().stream()
                .filter(key -> key.getKey().isTopLevel() && key.getKey().tag().equals(Tag.STUDY_INSTANCE_UID))
                .flatMap(key -> uids(key.getValue()).stream())
                .toList();
    }

    private void match(AttributeName name, String value) {
        Tag tag = name.tag();
        if (value.isEmpty()) {
            return; // universal matching: the attribute is only asked for
        }
        Optional<IndexedAttribute> indexed = name.isTopLevel() ? IndexedAttribute.of(tag) : Optional.empty();
        if (name.isTopLevel() && UIDS.containsKey(tag)) {
            if (allowed(name, UID_LEVELS.getOrDefault(tag, Level.INSTANCE))) {
                condition.add(UIDS.get(tag) + " = any(" + condition.bind(uids(value)) + ")");
            }
        } else if (name.isTopLevel() && tag.equals(Tag.MODALITIES_IN_STUDY)) {
            if (allowed(name, Level.STUDY)) {
                modalities(value);
            }
        } else if (indexed.isPresent()) {
            if (tag.group() == 0x0010 || allowed(name, indexed.get().level())) {
                condition.add(term(indexed.get(), value));
            }
        } else if (isRequest(name)) {
            if (allowed(name, Level.SERIES)) {
                String column = tag.equals(Tag.SCHEDULED_PROCEDURE_STEP_ID) ? "scheduled_step" : "requested_procedure";
                requestTerms.add(text("r." + column, value));
            }
        } else {
            ignore("Matching by " + name.display() + " is not supported");
        }
    }

    private boolean allowed(AttributeName name, Level level) {
        boolean allowed = resource.levels().contains(level);
        if (!allowed) {
            ignore(name.display() + " is not an attribute of the level that is searched");
        }
        return allowed;
    }

    private void ignore(String why) {
        if (strict) {
            throw SearchParameters.bad(why + ".");
        }
        warnings.add(why + "; the parameter was ignored.");
    }

    private static boolean isRequest(AttributeName name) {
        return name.tags().size() == 2
                && name.outermost().equals(Tag.REQUEST_ATTRIBUTES_SEQUENCE)
                && (name.tag().equals(Tag.SCHEDULED_PROCEDURE_STEP_ID)
                        || name.tag().equals(Tag.REQUESTED_PROCEDURE_ID));
    }

    private String term(IndexedAttribute attribute, String value) {
        String table =
                switch (attribute.level()) {
                    case STUDY -> "st.";
                    case SERIES -> "se.";
                    case INSTANCE -> "i.";
                };
        String column = table + attribute.column();
        return switch (attribute.form()) {
            case TEXT -> text(column, value);
            case NAME -> name(column, table + attribute.otherColumn(), value);
            case DATE, TIME -> range(column, Range.parse(attribute.form(), value));
            case NUMBER -> number(column, value);
        };
    }

    private String text(String column, String value) {
        String trimmed = value.strip();
        return Wildcard.isPattern(trimmed)
                ? column + " like " + condition.bind(Wildcard.like(trimmed)) + " escape '!'"
                : column + " = " + condition.bind(MatchingForm.TEXT.stored(trimmed));
    }

    private String name(String column, String otherColumn, String value) {
        String pattern = MatchingForm.name(value);
        String own = Wildcard.isPattern(pattern)
                ? column + " like " + condition.bind(Wildcard.like(pattern)) + " escape '!'"
                : column + " = " + condition.bind(pattern);
        if (pattern.chars().allMatch(c -> c < 128)) {
            return own;
        }
        String inOthers = "%=" + Wildcard.like(pattern) + "=%";
        return "(" + own + " or " + otherColumn + " like " + condition.bind(inOthers) + " escape '!')";
    }

    private String number(String column, String value) {
        String number = MatchingForm.number(value);
        if (number.isEmpty()) {
            throw SearchParameters.bad("A number is matched by a whole number.");
        }
        return column + " = " + condition.bind(number);
    }

    private String range(String column, Range range) {
        List<String> terms = new ArrayList<>();
        terms.add(column + " <> ''");
        range.from().ifPresent(from -> terms.add(column + " >= " + condition.bind(from)));
        range.to().ifPresent(to -> terms.add(column + " <= " + condition.bind(to)));
        return String.join(" and ", terms);
    }

    /** Ranges of date and time together are one range of moments (PS3.4 C.2.2.2.5). */
    private boolean dateTime(Map<AttributeName, String> keys) {
        String date = keys.get(new AttributeName(List.of(Tag.STUDY_DATE)));
        String time = keys.get(new AttributeName(List.of(Tag.STUDY_TIME)));
        if (date == null
                || time == null
                || !date.contains("-")
                || !time.contains("-")
                || !resource.levels().contains(Level.STUDY)) {
            return false;
        }
        Range dates = Range.parse(MatchingForm.DATE, date);
        Range times = Range.parse(MatchingForm.TIME, time);
        String column = "st.study_date || st.study_time";
        condition.add("st.study_date <> ''");
        dates.from()
                .ifPresent(from -> condition.add(
                        column + " >= " + condition.bind(from + times.from().orElse("000000.000000"))));
        dates.to()
                .ifPresent(to -> condition.add(
                        column + " <= " + condition.bind(to + times.to().orElse("235959.999999"))));
        return true;
    }

    private void modalities(String value) {
        List<String> terms = new ArrayList<>();
        for (String modality : value.split("[,\\\\]", -1)) {
            terms.add(text("m.modality", modality));
        }
        condition.add("exists (select 1 from dicomweb.study_modality m where m.study_id = st.id and ("
                + String.join(" or ", terms) + "))");
    }

    private static List<String> uids(String value) {
        List<String> uids = new ArrayList<>();
        for (String text : value.split("[,\\\\]", -1)) {
            uids.add(Uid.tryParse(text.strip())
                    .orElseThrow(() -> SearchParameters.bad(
                            "A UID is digits and dots, at most 64 characters; several" + " are separated by commas."))
                    .value());
        }
        return uids;
    }
}
