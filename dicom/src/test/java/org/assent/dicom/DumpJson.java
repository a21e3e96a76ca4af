package org.assent.dicom;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.io.DicomReader;
import org.assent.dicom.io.TransferSyntaxConversion;
import org.assent.dicom.json.BulkDataPolicy;
import org.assent.dicom.json.DicomJsonWriter;
import org.assent.dicom.pixel.FrameIndex;
import org.assent.dicom.pixel.FrameReader;
import org.assent.dicom.pixel.InstanceDigest;
import org.assent.dicom.source.FileSource;

/**
 * Writes what this module makes of each file of a folder, for {@code compare.py} to hold against pydicom.
 *
 * <p>For {@code a.dcm}: {@code a.dcm.json}, its DICOM JSON with pixel data by reference and the rest inline;
 * {@code a.dcm.frames}, its frames joined; {@code a.dcm.explicit}, if it is not compressed, the file in Explicit VR Little Endian; these for every
 * file that can be parsed; and a line of {@code outcome.tsv}: name, {@code stored} or the reason, frames.
 */
public final class DumpJson {
    private DumpJson() {}

    /** Arguments: folder of DICOM files, folder for the results. */
    public static void main(String[] arguments) throws IOException {
        dump(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    static void dump(Path folder, Path results) throws IOException {
        Files.createDirectories(results);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(Files::isRegularFile).sorted().toList();
        }
        try (PrintStream outcome =
                new PrintStream(results.resolve("outcome.tsv").toFile(), StandardCharsets.UTF_8)) {
            for (Path file : files) {
                outcome.println(file.getFileName() + "\t" + dumpFile(file, results));
            }
        }
    }

    /** {@code stored}, frame count and layout; or the reason why not, and the message. */
    private static String dumpFile(Path file, Path results) throws IOException {
        try (FileSource source = FileSource.open(file)) {
            DicomFile dicom = new DicomReader().read(source);
            writeJson(dicom, results.resolve(file.getFileName() + ".json"));
            FrameIndex index = FrameIndex.of(dicom);
            writeFrames(index, source, results.resolve(file.getFileName() + ".frames"));
            writeExplicit(dicom, results.resolve(file.getFileName() + ".explicit"));
            dicom.identity();
            InstanceDigest digest = InstanceDigest.of(source, index);
            return String.join(
                    "\t",
                    "stored",
                    Integer.toString(index.frameCount()),
                    index.layout().getClass().getSimpleName(),
                    dicom.preamble().name(),
                    Long.toString(dicom.trailingBytes()),
                    digest.outsidePixelData().toString());
        } catch (DicomParseException e) {
            return e.reason() + "\t" + e.getMessage();
        }
    }

    private static void writeJson(DicomFile dicom, Path target) throws IOException {
        BulkDataPolicy pixelsByReference = BulkDataPolicy.above(Integer.MAX_VALUE, path -> "bulk/" + path);
        try (JsonGenerator json = DicomJsonWriter.generator(Files.newOutputStream(target))) {
            new DicomJsonWriter(json, pixelsByReference).write(dicom.dataSet());
        }
    }

    private static void writeExplicit(DicomFile dicom, Path target) throws IOException {
        if (TransferSyntaxConversion.isConvertible(dicom.transferSyntax())) {
            try (var out = Files.newOutputStream(target)) {
                TransferSyntaxConversion.toExplicitLittleEndian(dicom, out);
            }
        }
    }

    private static void writeFrames(FrameIndex index, FileSource source, Path target) throws IOException {
        try (var out = Files.newOutputStream(target);
                FrameReader reader = new FrameReader(index, source)) {
            for (int number = 1; number <= index.frameCount(); number++) {
                reader.writeTo(number, out);
            }
        }
    }
}
