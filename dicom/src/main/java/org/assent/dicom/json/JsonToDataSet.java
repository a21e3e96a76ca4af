package org.assent.dicom.json;

import static org.assent.dicom.json.DicomJsonReader.invalid;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.DataSetBuilder;
import org.assent.dicom.data.Value;
import org.jspecify.annotations.Nullable;

/** From the objects of a JSON document to data sets: PS3.18 F.2. */
final class JsonToDataSet {
    private JsonToDataSet() {}

    static DataSet dataSet(Map<?, ?> object) throws DicomParseException {
        DataSetBuilder builder = DataSet.builder();
        for (Map.Entry<?, ?> member : object.entrySet()) {
            String key = String.valueOf(member.getKey());
            Tag tag = Tag.parse(key).orElseThrow(() -> invalid("a key is not eight hexadecimal digits"));
            if (!(member.getValue() instanceof Map<?, ?> attribute)) {
                throw invalid(tag + " is not an object");
            }
            builder.put(element(tag, attribute));
        }
        return builder.build();
    }

    private static DataElement element(Tag tag, Map<?, ?> attribute) throws DicomParseException {
        Vr vr = vr(tag, attribute.get("vr"));
        Object values = attribute.get("Value");
        Object uri = attribute.get("BulkDataURI");
        Object base64 = attribute.get("InlineBinary");
        int forms = (values == null ? 0 : 1) + (uri == null ? 0 : 1) + (base64 == null ? 0 : 1);
        if (forms > 1) {
            throw invalid(tag + " has more than one of Value, BulkDataURI and InlineBinary");
        }
        if (uri != null) {
            if (!(uri instanceof String text) || !vr.allowsBulkDataUri()) {
                throw invalid(tag + " of " + vr + " cannot have this BulkDataURI");
            }
            return new DataElement(tag, vr, new Value.Reference(text));
        }
        if (base64 != null) {
            return new DataElement(tag, vr, inline(tag, vr, base64));
        }
        List<?> list = list(tag, values);
        if (vr == Vr.SQ) {
            return new DataElement(tag, vr, items(tag, list));
        }
        return new DataElement(tag, vr, JsonEncoding.encode(tag, vr, list));
    }

    private static Vr vr(Tag tag, @Nullable Object code) throws DicomParseException {
        Vr vr = code instanceof String text && text.length() == 2 ? Vr.ofCode(text.charAt(0), text.charAt(1)) : null;
        if (vr == null) {
            throw invalid(tag + " has no vr of PS3.5 6.2");
        }
        return vr;
    }

    private static List<?> list(Tag tag, @Nullable Object values) throws DicomParseException {
        if (values == null) {
            return List.of();
        }
        if (!(values instanceof List<?> list)) {
            throw invalid("Value of " + tag + " is not an array");
        }
        return list;
    }

    private static Value.Bytes inline(Tag tag, Vr vr, Object base64) throws DicomParseException {
        if (!vr.isInlineBinary() || !(base64 instanceof String text)) {
            throw invalid(tag + " of " + vr + " cannot have InlineBinary");
        }
        try {
            return Value.Bytes.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw invalid("InlineBinary of " + tag + " is not base64");
        }
    }

    private static Value.Items items(Tag tag, List<?> values) throws DicomParseException {
        List<DataSet> items = new ArrayList<>();
        for (Object value : values) {
            if (value == null) {
                items.add(DataSet.builder().build());
            } else if (value instanceof Map<?, ?> item) {
                items.add(dataSet(item));
            } else {
                throw invalid("an item of " + tag + " is not an object");
            }
        }
        return new Value.Items(items);
    }
}
