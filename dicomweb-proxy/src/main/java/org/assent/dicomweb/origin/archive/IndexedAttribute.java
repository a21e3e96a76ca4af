package org.assent.dicomweb.origin.archive;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assent.dicom.Tag;
import org.assent.dicom.data.DataSet;

/**
 * An attribute that can be matched: PS3.18 table 10.6.1-5, and a few that lists are often asked for.
 *
 * <p>Each has a column with the normal form that {@link MatchingForm} gives it.
 */
public enum IndexedAttribute {
    PATIENT_NAME(Level.STUDY, Tag.PATIENT_NAME, MatchingForm.NAME, "patient_name"),
    PATIENT_ID(Level.STUDY, Tag.PATIENT_ID, MatchingForm.TEXT, "patient_id"),
    PATIENT_BIRTH_DATE(Level.STUDY, Tag.PATIENT_BIRTH_DATE, MatchingForm.DATE, "patient_birth_date"),
    PATIENT_SEX(Level.STUDY, Tag.PATIENT_SEX, MatchingForm.TEXT, "patient_sex"),
    STUDY_DATE(Level.STUDY, Tag.STUDY_DATE, MatchingForm.DATE, "study_date"),
    STUDY_TIME(Level.STUDY, Tag.STUDY_TIME, MatchingForm.TIME, "study_time"),
    ACCESSION_NUMBER(Level.STUDY, Tag.ACCESSION_NUMBER, MatchingForm.TEXT, "accession_number"),
    REFERRING_PHYSICIAN_NAME(Level.STUDY, Tag.REFERRING_PHYSICIAN_NAME, MatchingForm.NAME, "referring_physician"),
    STUDY_ID(Level.STUDY, Tag.STUDY_ID, MatchingForm.TEXT, "study_identifier"),
    STUDY_DESCRIPTION(Level.STUDY, Tag.STUDY_DESCRIPTION, MatchingForm.TEXT, "study_description"),
    MODALITY(Level.SERIES, Tag.MODALITY, MatchingForm.TEXT, "modality"),
    SERIES_NUMBER(Level.SERIES, Tag.SERIES_NUMBER, MatchingForm.NUMBER, "series_number"),
    PERFORMED_DATE(Level.SERIES, Tag.PERFORMED_PROCEDURE_STEP_START_DATE, MatchingForm.DATE, "performed_date"),
    PERFORMED_TIME(Level.SERIES, Tag.PERFORMED_PROCEDURE_STEP_START_TIME, MatchingForm.TIME, "performed_time"),
    SERIES_DESCRIPTION(Level.SERIES, Tag.SERIES_DESCRIPTION, MatchingForm.TEXT, "series_description"),
    BODY_PART_EXAMINED(Level.SERIES, Tag.BODY_PART_EXAMINED, MatchingForm.TEXT, "body_part"),
    INSTANCE_NUMBER(Level.INSTANCE, Tag.INSTANCE_NUMBER, MatchingForm.NUMBER, "instance_number");

    private final Level level;
    private final int tag;
    private final MatchingForm form;
    private final String column;

    IndexedAttribute(Level level, Tag tag, MatchingForm form, String column) {
        this.level = level;
        this.tag = tag.value();
        this.form = form;
        this.column = column;
    }

    /** The level it belongs to. */
    public Level level() {
        return level;
    }

    /** Which attribute. */
    public Tag tag() {
        return new Tag(tag);
    }

    /** How it is matched. */
    public MatchingForm form() {
        return form;
    }

    /** The column with its normal form. */
    public String column() {
        return column;
    }

    /** Of a name: the column with its ideographic and phonetic groups, as {@code =ideographic=phonetic=}. */
    public String otherColumn() {
        return column + "_other";
    }

    /** The attribute with a tag, if it can be matched. */
    public static Optional<IndexedAttribute> of(Tag tag) {
        return Arrays.stream(values()).filter(a -> a.tag == tag.value()).findFirst();
    }

    static List<IndexedAttribute> of(Level level) {
        return Arrays.stream(values()).filter(a -> a.level == level).toList();
    }

    /** Its normal form in a data set, or an empty string. */
    String indexed(DataSet dataSet) {
        return form.stored(dataSet.string(tag()).orElse(""));
    }
}
