package org.assent.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assent.dicom.io.DicomReader;
import org.assent.dicom.io.InstanceIdentity;
import org.assent.dicom.io.ParseLimits;
import org.assent.dicom.source.BytesSource;

/**
 * Files of one study, as a modality would send them.
 *
 * @param uid StudyInstanceUID
 * @param series SeriesInstanceUID of the first file
 * @param instances SOPInstanceUIDs, in order of the files
 * @param files DICOM files
 */
record Study(String uid, String series, List<String> instances, List<byte[]> files) {

    private static final String BOUNDARY = "acceptance-boundary";

    /** Content type of {@link #multipart}. */
    static final String MULTIPART = "multipart/related; type=\"application/dicom\"; boundary=" + BOUNDARY;

    /** Reads every file of a folder, sorted by name. */
    static Study in(Path folder) {
        try (var paths = Files.list(folder)) {
            return of(paths.filter(path -> path.toString().endsWith(".dcm"))
                    .sorted()
                    .map(Study::read)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes files of one study. */
    static Study of(List<byte[]> files) {
        List<InstanceIdentity> identities = files.stream().map(Study::identity).toList();
        return new Study(
                identities.get(0).study().toString(),
                identities.get(0).series().toString(),
                identities.stream()
                        .map(identity -> identity.instance().toString())
                        .toList(),
                files);
    }

    /** All files as one STOW-RS body (PS3.18 §10.5). */
    byte[] multipart() {
        return multipart(files);
    }

    /** Some files as one STOW-RS body. */
    static byte[] multipart(List<byte[]> files) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] file : files) {
            body.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Type: application/dicom\r\n\r\n"));
            body.writeBytes(file);
            body.writeBytes(ascii("\r\n"));
        }
        body.writeBytes(ascii("--" + BOUNDARY + "--\r\n"));
        return body.toByteArray();
    }

    /** Path of an instance below a site's root. */
    String instancePath(int index) {
        return "/dicomweb/studies/" + uid + "/series/" + series + "/instances/" + instances.get(index);
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static InstanceIdentity identity(byte[] file) {
        try {
            return new DicomReader(ParseLimits.standard())
                    .read(BytesSource.of(file))
                    .identity();
        } catch (Exception e) {
            throw new IllegalArgumentException("not a readable DICOM file", e);
        }
    }
}
