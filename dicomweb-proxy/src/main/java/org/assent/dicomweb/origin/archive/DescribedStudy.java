package org.assent.dicomweb.origin.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.custody.study.PatientIdentity;
import org.assent.custody.study.StudyDescription;
import org.assent.custody.study.StudyDescription.Instance;
import org.assent.custody.study.StudyDescription.Series;
import org.assent.dicom.PersonName;
import org.assent.dicom.Tag;
import org.jdbi.v3.core.Handle;

/** Reads the description of a study from the index. */
final class DescribedStudy {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Tag LATERALITY = Tag.of(0x0020, 0x0060);

    private DescribedStudy() {}

    static Optional<StudyDescription> read(Handle handle, String uid) {
        return handle.createQuery(
                        "select id, patient_issuer, attributes from dicomweb.study where study_uid = :uid and origin = ''")
                .bind("uid", uid)
                .map((row, context) ->
                        describe(uid, row.getString(2), parse(row.getString(3)), series(handle, row.getLong(1))))
                .findOne();
    }

    private static StudyDescription describe(String uid, String issuer, JsonNode study, List<Series> series) {
        PatientIdentity patient = new PatientIdentity(
                issuer,
                text(study, Tag.PATIENT_ID),
                name(study, Tag.PATIENT_NAME),
                text(study, Tag.PATIENT_BIRTH_DATE),
                text(study, Tag.PATIENT_SEX));
        return new StudyDescription(
                uid,
                patient,
                text(study, Tag.STUDY_DATE),
                text(study, Tag.STUDY_TIME),
                text(study, Tag.TIMEZONE_OFFSET_FROM_UTC),
                text(study, Tag.ACCESSION_NUMBER),
                text(study, Tag.STUDY_ID),
                text(study, Tag.STUDY_DESCRIPTION),
                name(study, Tag.REFERRING_PHYSICIAN_NAME),
                series);
    }

    private static List<Series> series(Handle handle, long study) {
        Map<Long, List<Instance>> instances = new LinkedHashMap<>();
        handle.createQuery("select i.series_id, i.sop_uid, i.sop_class, i.instance_number from dicomweb.instance i"
                        + " join dicomweb.series s on s.id = i.series_id where s.study_id = :study"
                        + " order by i.series_id, i.position, i.sop_uid")
                .bind("study", study)
                .map((row, context) ->
                        Map.entry(row.getLong(1), new Instance(row.getString(2), row.getString(3), row.getString(4))))
                .forEach(entry -> instances
                        .computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return handle.createQuery("select id, series_uid, series_number, attributes from dicomweb.series"
                        + " where study_id = :study order by position, series_uid")
                .bind("study", study)
                .map((row, context) -> {
                    JsonNode attributes = parse(row.getString(4));
                    return new Series(
                            row.getString(2),
                            row.getString(3),
                            text(attributes, Tag.MODALITY),
                            text(attributes, Tag.SERIES_DESCRIPTION),
                            text(attributes, Tag.BODY_PART_EXAMINED),
                            text(attributes, LATERALITY),
                            instances.getOrDefault(row.getLong(1), List.of()));
                })
                .list();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("attributes in the index are not JSON", e);
        }
    }

    private static String text(JsonNode attributes, Tag tag) {
        return attributes.path(tag.toString()).path("Value").path(0).asText("");
    }

    private static String name(JsonNode attributes, Tag tag) {
        JsonNode value = attributes.path(tag.toString()).path("Value").path(0);
        return new PersonName(
                        value.path("Alphabetic").asText(""),
                        value.path("Ideographic").asText(""),
                        value.path("Phonetic").asText(""))
                .toDicom();
    }
}
