package org.assent.dicomweb.qido;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.dictionary.DataDictionary;
import org.assent.dicomweb.origin.archive.Level;
import org.assent.dicomweb.qido.SearchQuery.FoundRow;
import org.jspecify.annotations.Nullable;

/** Writes results as DICOM JSON: the attributes of PS3.18 tables 10.6.3-3 to -5 and those that were asked for. */
final class ResultWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> STUDY = Set.of(
            "00080020",
            "00080030",
            "00080050",
            "00080090",
            "00080201",
            "00100010",
            "00100020",
            "00100030",
            "00100040",
            "0020000D",
            "00200010");
    private static final Set<String> SERIES =
            Set.of("00080060", "00080201", "0008103E", "0020000E", "00200011", "00400244", "00400245", "00400275");
    private static final Set<String> INSTANCE =
            Set.of("00080016", "00080018", "00080201", "00200013", "00280008", "00280010", "00280011", "00280100");

    private final SearchResource resource;
    private final boolean all;
    private final Set<String> wanted = new HashSet<>();
    private final String baseUrl;

    ResultWriter(SearchResource resource, SearchParameters parameters, String baseUrl) {
        this.resource = resource;
        this.all = parameters.includeAll();
        this.baseUrl = baseUrl;
        parameters.includeFields().forEach(tag -> wanted.add(tag.toString()));
        parameters.keys().keySet().forEach(name -> wanted.add(name.outermost().toString()));
    }

    void write(List<FoundRow> rows, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartArray();
            for (FoundRow row : rows) {
                json.writeStartObject();
                for (Map.Entry<String, JsonNode> attribute : attributes(row).entrySet()) {
                    json.writeFieldName(attribute.getKey());
                    json.writeTree(attribute.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private Map<String, JsonNode> attributes(FoundRow row) throws IOException {
        Map<String, JsonNode> result = new TreeMap<>();
        copy(Level.STUDY, row.attributes(), STUDY, result);
        FoundRow.Series series = row.series();
        FoundRow.Instance instance = row.instance();
        if (series != null) {
            copy(Level.SERIES, series.attributes(), SERIES, result);
        }
        if (instance != null) {
            copy(Level.INSTANCE, instance.attributes(), INSTANCE, result);
        }
        addComputed(row, series, instance, result);
        return result;
    }

    private void addComputed(
            FoundRow row,
            FoundRow.@Nullable Series series,
            FoundRow.@Nullable Instance instance,
            Map<String, JsonNode> result) {
        String url = baseUrl + "/studies/" + row.study();
        put(result, Tag.STUDY_INSTANCE_UID, row.study());
        if (gives(Level.STUDY, Tag.NUMBER_OF_STUDY_RELATED_SERIES)) {
            put(result, Tag.NUMBER_OF_STUDY_RELATED_SERIES, row.seriesCount());
        }
        if (gives(Level.STUDY, Tag.NUMBER_OF_STUDY_RELATED_INSTANCES)) {
            put(result, Tag.NUMBER_OF_STUDY_RELATED_INSTANCES, row.instanceCount());
        }
        // Without a value it is left out: an attribute that is there but empty breaks the study list of a common
        // viewer.
        if (gives(Level.STUDY, Tag.MODALITIES_IN_STUDY) && !row.modalities().isEmpty()) {
            ObjectNode modalities = attribute(Tag.MODALITIES_IN_STUDY);
            row.modalities().forEach(modalities.withArray("Value")::add);
            result.put(Tag.MODALITIES_IN_STUDY.toString(), modalities);
        }
        if (series != null) {
            url += "/series/" + series.uid();
            put(result, Tag.SERIES_INSTANCE_UID, series.uid());
            if (gives(Level.SERIES, Tag.NUMBER_OF_SERIES_RELATED_INSTANCES)) {
                put(result, Tag.NUMBER_OF_SERIES_RELATED_INSTANCES, series.instanceCount());
            }
        }
        if (instance != null) {
            url += "/instances/" + instance.uid();
            put(result, Tag.AVAILABLE_TRANSFER_SYNTAX_UID, instance.transferSyntax());
        }
        if (resource.level() != Level.SERIES) {
            boolean available = instance == null || instance.available();
            put(result, Tag.INSTANCE_AVAILABILITY, available ? "ONLINE" : "UNAVAILABLE");
        }
        put(result, Tag.RETRIEVE_URL, url);
    }

    /** Whether an attribute that is counted belongs to the results, or was asked for. */
    private boolean gives(Level level, Tag tag) {
        return resource.levels().contains(level) || all || wanted.contains(tag.toString());
    }

    private void copy(Level level, String json, Set<String> usual, Map<String, JsonNode> result) throws IOException {
        boolean ofResults = resource.levels().contains(level);
        JsonNode attributes = JSON.readTree(json);
        attributes.properties().forEach(attribute -> {
            String tag = attribute.getKey();
            if (all || wanted.contains(tag) || (ofResults && usual.contains(tag))) {
                result.put(tag, attribute.getValue());
            }
        });
    }

    private static void put(Map<String, JsonNode> result, Tag tag, String value) {
        ObjectNode attribute = attribute(tag);
        attribute.withArray("Value").add(value);
        result.put(tag.toString(), attribute);
    }

    private static void put(Map<String, JsonNode> result, Tag tag, int value) {
        ObjectNode attribute = attribute(tag);
        attribute.withArray("Value").add(value);
        result.put(tag.toString(), attribute);
    }

    private static ObjectNode attribute(Tag tag) {
        Vr vr = DataDictionary.standard().vr(tag);
        return JsonNodeFactory.instance.objectNode().put("vr", vr.name());
    }
}
