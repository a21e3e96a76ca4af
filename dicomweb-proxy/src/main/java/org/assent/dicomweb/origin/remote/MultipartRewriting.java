package org.assent.dicomweb.origin.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.assent.dicomweb.enforcement.Release;
import org.assent.dicomweb.multipart.MultipartLimits;
import org.assent.dicomweb.multipart.MultipartReader;
import org.assent.dicomweb.multipart.MultipartWriter;
import org.assent.dicomweb.multipart.OutgoingPart;

/** Copies a multipart answer part by part, with headers of our own: type, address here and length, nothing else. */
final class MultipartRewriting {

    private static final MultipartLimits LIMITS = new MultipartLimits(1_000_000, 8_192, Long.MAX_VALUE);
    private static final int BUFFER = 64 * 1024;

    private final AddressRewriting addresses;
    private final MultipartWriter writer;

    MultipartRewriting(AddressRewriting addresses, MultipartWriter writer) {
        this.addresses = addresses;
        this.writer = writer;
    }

    void copy(InputStream in, String boundary, Release release) throws IOException {
        MultipartReader reader = new MultipartReader(in, boundary, LIMITS);
        OutputStream out = release.output();
        for (MultipartReader.Part part = reader.next(); part != null; part = reader.next()) {
            String type = PassedOnTypes.single(part.headers().getOrDefault("content-type", ""))
                    .orElseThrow(() -> new IOException("the source sent a part of a type that is not passed on"));
            String location = addresses
                    .rewrite(part.headers().getOrDefault("content-location", ""))
                    .orElse(null);
            InputStream body = part.body();
            writer.write(new OutgoingPart(type, location, length(part), to -> copy(body, to)), out);
            release.count(1);
        }
        writer.end(out);
    }

    static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    private static long length(MultipartReader.Part part) {
        String length = part.headers().getOrDefault("content-length", "");
        return length.matches("[0-9]{1,15}") ? Long.parseLong(length) : -1;
    }
}
