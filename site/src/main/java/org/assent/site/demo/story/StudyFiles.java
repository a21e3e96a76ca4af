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
 * @param files not empty
 */
public record StudyFiles(String studyInstanceUid, List<StudyFile> files) {

    /**
     * One file.
     *
     * @param seriesInstanceUid (0020,000E)
     * @param sopInstanceUid (0008,0018)
     * @param frames number of its frames, 0 if it is not an image
     * @param path where it is
     */
    public record StudyFile(String seriesInstanceUid, String sopInstanceUid, int frames, Path path) {}

    /** Media type of {@link #multipart}. */
    static final String MULTIPART = "multipart/related; type=\"application/dicom\"; boundary=story";

    private static final int FILES_A_REQUEST = 25;

    public StudyFiles {
        files = List.copyOf(files);
    }

    /** STOW-RS bodies of at most 25 files each (PS3.18 §10.5). */
    List<byte[]> multipartBodies() throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from < files.size(); from += FILES_A_REQUEST) {
            bodies.add(multipart(paths().subList(from, Math.min(files.size(), from + FILES_A_REQUEST))));
        }
        return bodies;
    }

    /** Path of an instance below a site's root. */
    String instancePath(int index) {
        StudyFile file = files.get(index);
        return "/dicomweb/studies/%s/series/%s/instances/%s"
                .formatted(studyInstanceUid, file.seriesInstanceUid(), file.sopInstanceUid());
    }

    /** Path of the first frame of the first image. */
    String firstFramePath() {
        for (int index = 0; index < files.size(); index++) {
            if (files.get(index).frames() > 0) {
                return instancePath(index) + "/frames/1";
            }
        }
        throw new IllegalStateException("a study that plays the story has an image");
    }

    /** Path of the first series below a site's root. */
    String firstSeriesPath() {
        return "/dicomweb/studies/%s/series/%s"
                .formatted(studyInstanceUid, files.get(0).seriesInstanceUid());
    }

    /** Paths of the files, in their order. */
    List<Path> paths() {
        return files.stream().map(StudyFile::path).toList();
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
