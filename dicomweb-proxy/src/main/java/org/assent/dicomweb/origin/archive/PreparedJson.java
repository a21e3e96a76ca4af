package org.assent.dicomweb.origin.archive;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.assent.dicom.AttributePath;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.json.BulkDataPolicy;
import org.assent.dicom.json.DicomJsonWriter;

/**
 * The metadata of one instance as DICOM JSON, made once when it is received: bytes to be copied, with the places where the
 * address of the service is put in, since clients see it under more than one. Immutable.
 *
 * <p>PS3.18 Annex F; a BulkDataURI is the instance's address, {@code /bulkdata/} and the attribute's path.
 */
final class PreparedJson {

    private final int[] places;
    private final byte[] json;

    private PreparedJson(int[] places, byte[] json) {
        this.places = places;
        this.json = json;
    }

    /**
     * Makes it.
     *
     * @param instancePath path of the instance below the service base
     * @param references collects the paths of the values that are given by reference
     */
    static PreparedJson of(DataSet dataSet, String instancePath, List<AttributePath> references) throws IOException {
        // Made anew each time, so that no uploaded value can hold it.
        String mark = UUID.randomUUID().toString();
        Function<AttributePath, String> uri = path -> {
            references.add(path);
            return mark + instancePath + "/bulkdata/" + path;
        };
        byte[] marked = DicomJsonWriter.toBytes(dataSet, BulkDataPolicy.above(BulkDataPolicy.STANDARD_THRESHOLD, uri));
        return withoutMark(marked, mark.getBytes(StandardCharsets.US_ASCII));
    }

    private static PreparedJson withoutMark(byte[] marked, byte[] mark) {
        List<Integer> places = new ArrayList<>();
        ByteArrayOutputStream json = new ByteArrayOutputStream(marked.length);
        int copied = 0;
        for (int i = 0; i + mark.length <= marked.length; i++) {
            if (marked[i] == mark[0] && startsWith(marked, i, mark)) {
                json.write(marked, copied, i - copied);
                places.add(json.size());
                i += mark.length - 1;
                copied = i + 1;
            }
        }
        json.write(marked, copied, marked.length - copied);
        return new PreparedJson(places.stream().mapToInt(Integer::intValue).toArray(), json.toByteArray());
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (bytes[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Writes the JSON object with the address of the service in its places. */
    void writeTo(OutputStream out, byte[] baseUrl) throws IOException {
        int written = 0;
        for (int place : places) {
            out.write(json, written, place - written);
            out.write(baseUrl);
            written = place;
        }
        out.write(json, written, json.length - written);
    }

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length + 4 * places.length + 4);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(places.length);
        for (int place : places) {
            out.writeInt(place);
        }
        out.write(json);
        return bytes.toByteArray();
    }

    static PreparedJson decode(byte[] encoded) throws IOException {
        try (DataInputStream in = Sidecar.input(encoded)) {
            int count = Sidecar.count(in, in.available() / 4);
            int[] places = new int[count];
            for (int i = 0; i < count; i++) {
                places[i] = in.readInt();
            }
            return new PreparedJson(places, in.readAllBytes());
        }
    }
}
