package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.assent.dicom.Tag;
import org.assent.dicom.data.DataSet;

/**
 * What the index holds of one instance, its series and its study.
 *
 * @param patientIssuer IssuerOfPatientID, or the site's own
 * @param keys normal forms for matching
 * @param otherNames of names: their other component groups
 * @param requests items of RequestAttributesSequence: ScheduledProcedureStepID and RequestedProcedureID
 * @param json attributes of each level as DICOM JSON
 * @param frames number of frames, 0 without pixels
 */
record IndexRows(
        String patientIssuer,
        Map<IndexedAttribute, String> keys,
        Map<IndexedAttribute, String> otherNames,
        List<Request> requests,
        Map<Level, String> json,
        int frames) {

    private static final int MAX_REQUESTS = 64;

    /** One item of RequestAttributesSequence (0040,0275). */
    record Request(String scheduledStep, String requestedProcedure) {}

    IndexRows {
        keys = Map.copyOf(keys);
        otherNames = Map.copyOf(otherNames);
        requests = List.copyOf(requests);
        json = Map.copyOf(json);
    }

    /** The rows of a data set. */
    static IndexRows of(DataSet dataSet, String defaultIssuer, int frames) throws IOException {
        Map<IndexedAttribute, String> keys = new EnumMap<>(IndexedAttribute.class);
        Map<IndexedAttribute, String> others = new EnumMap<>(IndexedAttribute.class);
        for (IndexedAttribute attribute : IndexedAttribute.values()) {
            keys.put(attribute, attribute.indexed(dataSet));
            if (attribute.form() == MatchingForm.NAME) {
                others.put(
                        attribute,
                        MatchingForm.otherGroups(dataSet.string(attribute.tag()).orElse("")));
            }
        }
        Map<Level, String> json = new EnumMap<>(Level.class);
        for (Level level : Level.values()) {
            json.put(level, LevelAttributes.json(dataSet, level));
        }
        String issuer = MatchingForm.TEXT.stored(
                dataSet.string(Tag.ISSUER_OF_PATIENT_ID).orElse(""));
        return new IndexRows(issuer.isEmpty() ? defaultIssuer : issuer, keys, others, requests(dataSet), json, frames);
    }

    String key(IndexedAttribute attribute) {
        return keys.getOrDefault(attribute, "");
    }

    String otherName(IndexedAttribute attribute) {
        return otherNames.getOrDefault(attribute, "");
    }

    String json(Level level) {
        return json.getOrDefault(level, "{}");
    }

    private static List<Request> requests(DataSet dataSet) {
        List<Request> requests = new ArrayList<>();
        for (DataSet item : dataSet.items(Tag.REQUEST_ATTRIBUTES_SEQUENCE)) {
            if (requests.size() < MAX_REQUESTS) {
                requests.add(new Request(
                        MatchingForm.TEXT.stored(
                                item.string(Tag.SCHEDULED_PROCEDURE_STEP_ID).orElse("")),
                        MatchingForm.TEXT.stored(
                                item.string(Tag.REQUESTED_PROCEDURE_ID).orElse(""))));
            }
        }
        return requests;
    }
}
