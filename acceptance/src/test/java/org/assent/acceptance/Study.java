package org.assent.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

    private static final String PIXEL_DATA = "\u00e0\u007f\u0010\u0000OW\u0000\u0000";

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

    /** Writes the files as {@code 0001.dcm} and so on, in their order. */
    void writeTo(Path folder) {
        writeTo(folder, 0, files.size());
    }

    /** Writes the files from one index up to, and without, another; named as if all were written. */
    void writeTo(Path folder, int from, int to) {
        try {
            Files.createDirectories(folder);
            for (int index = from; index < to; index++) {
                Files.write(folder.resolve(fileName(index)), files.get(index));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How {@link #writeTo} calls a file. */
    static String fileName(int index) {
        return String.format(Locale.ROOT, "%04d.dcm", index + 1);
    }

    /**
     * Pixel Data of a file in Explicit VR Little Endian whose pixels are not encapsulated, found without a parser of ours: the
     * value behind the first (7FE0,0010) OW.
     */
    byte[] pixels(int index) {
        byte[] file = files.get(index);
        int value = new String(file, StandardCharsets.ISO_8859_1).indexOf(PIXEL_DATA) + PIXEL_DATA.length() + 4;
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(value - 4);
        return Arrays.copyOfRange(file, value, value + length);
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

    /** Path of its series below a site's root. */
    String seriesPath() {
        return "/dicomweb/studies/" + uid + "/series/" + series;
    }

    /** Path of an instance below a site's root. */
    String instancePath(int index) {
        return seriesPath() + "/instances/" + instances.get(index);
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
