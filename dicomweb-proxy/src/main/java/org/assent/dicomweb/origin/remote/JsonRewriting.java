package org.assent.dicomweb.origin.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Copies DICOM JSON as a stream, with the addresses of BulkDataURI and RetrieveURL (0008,1190) turned into ours. All other
 * values keep their text, numbers too.
 */
final class JsonRewriting {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String RETRIEVE_URL = "00081190";
    private static final String BULK_DATA_URI = "BulkDataURI";

    private final AddressRewriting addresses;
    private int depth;
    private int retrieveUrlDepth = -1;

    JsonRewriting(AddressRewriting addresses) {
        this.addresses = addresses;
    }

    void copy(InputStream in, OutputStream out) throws IOException {
        try (JsonParser from = FACTORY.createParser(in);
                JsonGenerator to = FACTORY.createGenerator(out)) {
            to.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            // Half an answer must not be made to look whole.
            to.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                copy(token, from, to);
            }
        }
    }

    private void copy(JsonToken token, JsonParser from, JsonGenerator to) throws IOException {
        switch (token) {
            case FIELD_NAME -> field(from, to);
            case VALUE_STRING -> {
                if (retrieveUrlDepth >= 0 && depth > retrieveUrlDepth + 1) {
                    writeAddress(from.getText(), to);
                } else {
                    to.writeString(from.getTextCharacters(), from.getTextOffset(), from.getTextLength());
                }
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(from.getText());
            case START_OBJECT, START_ARRAY -> {
                depth++;
                to.copyCurrentEvent(from);
            }
            case END_OBJECT, END_ARRAY -> {
                depth--;
                if (depth <= retrieveUrlDepth) {
                    retrieveUrlDepth = -1;
                }
                to.copyCurrentEvent(from);
            }
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> to.copyCurrentEvent(from);
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> throw new IOException("not JSON text: " + token);
        }
    }

    private void field(JsonParser from, JsonGenerator to) throws IOException {
        String name = from.currentName();
        if (name.equals(BULK_DATA_URI)) {
            from.nextToken();
            var address = addresses.rewrite(from.getValueAsString(""));
            if (address.isPresent()) {
                to.writeStringField(name, address.get());
            }
            return;
        }
        if (name.equals(RETRIEVE_URL) && retrieveUrlDepth < 0) {
            retrieveUrlDepth = depth;
        }
        to.writeFieldName(name);
    }

    private void writeAddress(String address, JsonGenerator to) throws IOException {
        var here = addresses.rewrite(address);
        if (here.isPresent()) {
            to.writeString(here.get());
        } else {
            to.writeNull();
        }
    }
}
