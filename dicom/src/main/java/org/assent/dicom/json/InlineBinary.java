package org.assent.dicom.json;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.assent.dicom.data.Value;

/** Values as base64 of their little-endian bytes, PS3.18 F.2.7. */
final class InlineBinary {
    private InlineBinary() {}

    static void write(JsonGenerator json, Value.Bytes bytes) throws IOException {
        json.writeFieldName("InlineBinary");
        json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, bytes.toByteArray(), 0, bytes.length());
    }

    static void write(JsonGenerator json, Value.Stored stored) throws IOException {
        stream(json, stored::writeTo);
    }

    static void write(JsonGenerator json, Value.Fragments fragments) throws IOException {
        stream(json, fragments::writeTo);
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Streams through an encoder into the raw output, so that a large value is never in memory. */
    private static void stream(JsonGenerator json, Content content) throws IOException {
        json.writeFieldName("InlineBinary");
        json.writeRawValue("\"");
        OutputStream raw = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                json.writeRaw((char) (b & 0x7F));
            }

            @Override
            public void write(byte[] ascii, int offset, int length) throws IOException {
                json.writeRaw(new String(ascii, offset, length, StandardCharsets.ISO_8859_1));
            }
        };
        try (OutputStream encoder = Base64.getEncoder().wrap(raw)) {
            content.writeTo(encoder);
        }
        json.writeRaw('"');
    }
}
