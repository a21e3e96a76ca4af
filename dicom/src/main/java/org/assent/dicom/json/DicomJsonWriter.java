package org.assent.dicom.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.assent.dicom.AttributePath;
import org.assent.dicom.Tag;
import org.assent.dicom.Vr;
import org.assent.dicom.charset.SpecificCharacterSet;
import org.assent.dicom.data.DataElement;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.data.TextValues;
import org.assent.dicom.data.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes data sets as DICOM JSON, PS3.18 Annex F, in UTF-8 and without holding them as a tree.
 *
 * <p>Keys ascend; group lengths and group 0002 are left out; a Specific Character Set that is present becomes
 * {@code ISO_IR 192}. One use, one thread. Where the standard leaves a choice, {@code docs/dicom-json-normalizations.md} of this module
 * says which was taken.
 */
public final class DicomJsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator json;
    private final BulkDataPolicy policy;
    private final List<AttributePath.Step> steps = new ArrayList<>();

    /** A writer to an open generator, which the caller flushes and closes. */
    public DicomJsonWriter(JsonGenerator json, BulkDataPolicy policy) {
        this.json = json;
        this.policy = policy;
    }

    /** A generator of UTF-8 to {@code out} for {@link #DicomJsonWriter}; closing it closes {@code out}. */
    public static JsonGenerator generator(OutputStream out) throws IOException {
        return FACTORY.createGenerator(out);
    }

    /** One data set as one JSON object. */
    public static byte[] toBytes(DataSet dataSet, BulkDataPolicy policy) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = generator(out)) {
            new DicomJsonWriter(json, policy).write(dataSet);
        }
        return out.toByteArray();
    }

    /**
     * Writes one object.
     *
     * @throws IOException if writing fails, or reading a value that stayed in its file
     */
    public void write(DataSet dataSet) throws IOException {
        json.writeStartObject();
        for (DataElement element : dataSet) {
            if (!element.tag().isGroupLength() && element.tag().group() != 0x0002) {
                write(element, dataSet.characterSet());
            }
        }
        json.writeEndObject();
    }

    private void write(DataElement element, SpecificCharacterSet characterSet) throws IOException {
        json.writeFieldName(element.tag().toString());
        json.writeStartObject();
        json.writeStringField("vr", element.vr().name());
        if (!element.isEmpty()) {
            String uri = mayBeReferred(element, characterSet) ? uri(element) : null;
            if (uri != null) {
                json.writeStringField("BulkDataURI", uri);
            } else {
                writeValue(element, characterSet);
            }
        }
        json.writeEndObject();
    }

    /** A reference leads to bytes, whose character set is then the one that this JSON names: UTF-8. */
    private static boolean mayBeReferred(DataElement element, SpecificCharacterSet characterSet) {
        if (!element.vr().allowsBulkDataUri()) {
            return false;
        }
        if (element.vr().usesCharacterSet() && element.value() instanceof Value.Bytes text) {
            byte[] bytes = text.toByteArray();
            return characterSet.decodeText(bytes).equals(SpecificCharacterSet.UTF_8.decodeText(bytes));
        }
        return true;
    }

    private @Nullable String uri(DataElement element) {
        String uri = policy.uri(new AttributePath(steps, element.tag()), element);
        return uri == null && element.value() instanceof Value.Reference reference ? reference.uri() : uri;
    }

    private void writeValue(DataElement element, SpecificCharacterSet characterSet) throws IOException {
        switch (element.value()) {
            case Value.Items items -> writeItems(element.tag(), items);
            case Value.Fragments fragments -> InlineBinary.write(json, fragments);
            case Value.Bytes bytes -> {
                if (element.vr().isInlineBinary()) {
                    InlineBinary.write(json, bytes);
                } else {
                    writeValues(element, characterSet);
                }
            }
            case Value.Stored stored -> {
                if (element.vr().isInlineBinary()) {
                    InlineBinary.write(json, stored);
                } else {
                    writeValues(element, characterSet);
                }
            }
            case Value.Reference ignored ->
                throw new IllegalStateException(element.tag() + ": " + element.vr() + " cannot be a reference");
        }
    }

    private void writeItems(Tag tag, Value.Items items) throws IOException {
        json.writeArrayFieldStart("Value");
        int number = 1;
        for (DataSet item : items.dataSets()) {
            steps.add(new AttributePath.Step(tag, number++));
            write(item);
            steps.remove(steps.size() - 1);
        }
        json.writeEndArray();
    }

    private void writeValues(DataElement element, SpecificCharacterSet characterSet) throws IOException {
        Vr vr = element.vr();
        // A damaged file may give the character set another VR; then it is not one.
        boolean isCharacterSet = element.tag().equals(Tag.SPECIFIC_CHARACTER_SET) && vr == Vr.CS;
        List<String> values =
                isCharacterSet ? SpecificCharacterSet.UTF_8.terms() : TextValues.of(element, characterSet);
        if (values.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("Value");
        for (String value : values) {
            JsonValues.write(json, vr, value);
        }
        json.writeEndArray();
    }
}
