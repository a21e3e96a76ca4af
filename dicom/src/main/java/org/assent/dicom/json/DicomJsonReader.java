package org.assent.dicom.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.data.DataSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads DICOM JSON, PS3.18 Annex F, into data sets whose text is UTF-8.
 *
 * <p>A Bulk Data URI stays one ({@link org.assent.dicom.data.Value.Reference}). Nesting, text and numbers are bounded by the
 * JSON parser's own limits. Anything that breaks Annex F is a {@link DicomParseException} with
 * {@link Reason#INVALID_JSON}.
 */
public final class DicomJsonReader {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MAX_DEPTH = 128;

    private DicomJsonReader() {}

    /** Reads one object. */
    public static DataSet read(InputStream in) throws IOException, DicomParseException {
        Object tree = tree(in);
        if (!(tree instanceof Map<?, ?> object)) {
            throw invalid("the document is not one object");
        }
        return JsonToDataSet.dataSet(object);
    }

    /** Reads an array of objects, as a search or metadata answer is. */
    public static List<DataSet> readArray(InputStream in) throws IOException, DicomParseException {
        Object tree = tree(in);
        if (!(tree instanceof List<?> array)) {
            throw invalid("the document is not an array");
        }
        List<DataSet> dataSets = new ArrayList<>();
        for (Object entry : array) {
            if (!(entry instanceof Map<?, ?> object)) {
                throw invalid("entry " + (dataSets.size() + 1) + " of the array is not an object");
            }
            dataSets.add(JsonToDataSet.dataSet(object));
        }
        return dataSets;
    }

    static DicomParseException invalid(String fault) {
        return new DicomParseException(Reason.INVALID_JSON, "This is not DICOM JSON (PS3.18 Annex F): " + fault + ".");
    }

    private static @Nullable Object tree(InputStream in) throws IOException, DicomParseException {
        try (JsonParser parser = FACTORY.createParser(in)) {
            parser.nextToken();
            Object tree = value(parser, 0);
            if (parser.nextToken() != null) {
                throw invalid("something follows the document");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw invalid("no JSON at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        }
    }

    /** A map, list, string, boolean or null; numbers as the strings they were. */
    private static @Nullable Object value(JsonParser parser, int depth) throws IOException, DicomParseException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw invalid("the document is empty");
        }
        if (depth > MAX_DEPTH) {
            throw invalid("it is nested more than " + MAX_DEPTH + " deep");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, depth);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser, depth + 1));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> throw invalid("it has no truth values");
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw invalid("a value is missing");
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, int depth)
            throws IOException, DicomParseException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (map.containsKey(name)) {
                throw invalid("a member of an object occurs twice");
            }
            map.put(name, value(parser, depth + 1));
        }
        return map;
    }

    /** A JSON number, digits as written. */
    record JsonNumber(String text) {}
}
