package org.assent.site.demo.story;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one study, in the order in which they are sent.
 *
 * @param studyInstanceUid (0020,000D)
 * @param seriesInstanceUid (0020,000E) of the first file
 * @param sopInstanceUids (0008,0018) of each file
 * @param files where they are
 */
public record StudyFiles(
        String studyInstanceUid, String seriesInstanceUid, List<String> sopInstanceUids, List<Path> files) {

    /** Media type of {@link #multipart}. */
    static final String MULTIPART = "multipart/related; type=\"application/dicom\"; boundary=story";

    private static final int FILES_A_REQUEST = 25;

    public StudyFiles {
        sopInstanceUids = List.copyOf(sopInstanceUids);
        files = List.copyOf(files);
    }

    /** STOW-RS bodies of at most 25 files each (PS3.18 §10.5). */
    List<byte[]> multipartBodies() throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < files.size(); from += FILES_A_REQUEST) {
            bodies.add(multipart(files.subList(from, Math.min(files.size(), from + FILES_A_REQUEST))));
        }
        return bodies;
    }

    /** Path of an instance below a site's root. */
    String instancePath(int index) {
        return "/dicomweb/studies/%s/series/%s/instances/%s"
                .formatted(studyInstanceUid, seriesInstanceUid, sopInstanceUids.get(index));
    }

    /** Path of its series below a site's root. */
    String seriesPath() {
        return "/dicomweb/studies/%s/series/%s".formatted(studyInstanceUid, seriesInstanceUid);
    }

    private static byte[] multipart(List<Path> files) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Path file : files) {
            body.writeBytes(ascii("--story\r\nContent-Type: application/dicom\r\n\r\n"));
            body.writeBytes(Files.readAllBytes(file));
            body.writeBytes(ascii("\r\n"));
        }
        body.writeBytes(ascii("--story--\r\n"));
        return body.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
