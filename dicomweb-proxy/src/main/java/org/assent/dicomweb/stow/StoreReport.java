package org.assent.dicomweb.stow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assent.dicom.Tag;
import org.assent.dicom.io.InstanceIdentity;

/** What became of each instance of a Store request: the Store Instances Response Module, PS3.18 Annex I. One thread. */
final class StoreReport {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final String baseUrl;
    private final List<InstanceIdentity> stored = new ArrayList<>();
    private final List<Failed> failed = new ArrayList<>();
    private final List<Integer> otherFailures = new ArrayList<>();

    /** An instance that was not stored. */
    private record Failed(InstanceIdentity identity, int reason) {}

    StoreReport(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    void stored(InstanceIdentity identity) {
        stored.add(identity);
    }

    void failed(InstanceIdentity identity, FailureReason reason) {
        failed.add(new Failed(identity, reason.code()));
    }

    /** A part that is not an instance. */
    void notAnInstance(int reason) {
        otherFailures.add(reason);
    }

    int storedCount() {
        return stored.size();
    }

    int failedCount() {
        return failed.size() + otherFailures.size();
    }

    /** StudyInstanceUIDs of what is stored. */
    Set<String> studies() {
        TreeSet<String> studies = new TreeSet<>();
        stored.forEach(identity -> studies.add(identity.study().value()));
        return studies;
    }

    /** 200 all, 202 some, 409 none, 503 none because the archive is full (PS3.18 §10.5.3.1). */
    int status() {
        if (failedCount() == 0) {
            return 200;
        }
        if (!stored.isEmpty()) {
            return 202;
        }
        boolean full = failed.stream().allMatch(f -> f.reason() == FailureReason.OUT_OF_RESOURCES.code())
                && otherFailures.stream().allMatch(reason -> reason == FailureReason.OUT_OF_RESOURCES.code());
        return full ? 503 : 409;
    }

    void write(OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            Set<String> studies = studies();
            attribute(json, Tag.RETRIEVE_URL, "UR");
            if (studies.size() == 1) {
                values(json, baseUrl + "/studies/" + studies.iterator().next());
            }
            json.writeEndObject();
            if (!failed.isEmpty()) {
                sequence(json, Tag.FAILED_SOP_SEQUENCE);
                for (Failed item : failed) {
                    json.writeStartObject();
                    references(json, item.identity());
                    number(json, Tag.FAILURE_REASON, item.reason());
                    json.writeEndObject();
                }
                endSequence(json);
            }
            if (!stored.isEmpty()) {
                sequence(json, Tag.REFERENCED_SOP_SEQUENCE);
                for (InstanceIdentity item : stored) {
                    json.writeStartObject();
                    references(json, item);
                    attribute(json, Tag.RETRIEVE_URL, "UR");
                    values(
                            json,
                            baseUrl + "/studies/" + item.study() + "/series/" + item.series() + "/instances/"
                                    + item.instance());
                    json.writeEndObject();
                    json.writeEndObject();
                }
                endSequence(json);
            }
            if (!otherFailures.isEmpty()) {
                sequence(json, Tag.OTHER_FAILURES_SEQUENCE);
                for (int reason : otherFailures) {
                    json.writeStartObject();
                    number(json, Tag.FAILURE_REASON, reason);
                    json.writeEndObject();
                }
                endSequence(json);
            }
            json.writeEndObject();
        }
    }

    private static void references(JsonGenerator json, InstanceIdentity identity) throws IOException {
        attribute(json, Tag.REFERENCED_SOP_CLASS_UID, "UI");
        values(json, identity.sopClass().value());
        json.writeEndObject();
        attribute(json, Tag.REFERENCED_SOP_INSTANCE_UID, "UI");
        values(json, identity.instance().value());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, Tag tag, int value) throws IOException {
        attribute(json, tag, "US");
        json.writeArrayFieldStart("Value");
        json.writeNumber(value);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void sequence(JsonGenerator json, Tag tag) throws IOException {
        attribute(json, tag, "SQ");
        json.writeArrayFieldStart("Value");
    }

    private static void endSequence(JsonGenerator json) throws IOException {
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void attribute(JsonGenerator json, Tag tag, String vr) throws IOException {
        json.writeObjectFieldStart(tag.toString());
        json.writeStringField("vr", vr);
    }

    private static void values(JsonGenerator json, String value) throws IOException {
        json.writeArrayFieldStart("Value");
        json.writeString(value);
        json.writeEndArray();
    }
}
