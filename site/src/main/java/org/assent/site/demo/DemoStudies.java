package org.assent.site.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.PersonName;
import org.assent.dicom.io.DicomReader;
import org.assent.dicom.io.InstanceIdentity;
import org.assent.dicom.io.ParseLimits;
import org.assent.dicom.phantom.CtHeadPhantom;
import org.assent.dicom.phantom.PhantomPatient;
import org.assent.dicom.source.FileSource;
import org.assent.site.demo.story.StoryStudies;
import org.assent.site.demo.story.StudyFiles;

/** What the story sends: CT head phantoms made here, or the user's own files. */
final class DemoStudies {

    private static final String ISSUER = "NORTH";
    private static final LocalDate BORN = LocalDate.of(1970, 1, 1);
    private static final int SLICES = 100;
    private static final int SECOND_SLICES = 20;
    private static final int TRAFFIC_SLICES = 80;

    private final Path folder;
    private final PrintStream out;

    /**
     * Prepares to make them.
     *
     * @param folder where phantoms are written; kept between runs
     * @param out for progress and for what was left out
     */
    DemoStudies(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /** Phantoms of three patients; each run of the same demo sends studies of its own. */
    StoryStudies phantoms(long run) throws IOException {
        out.printf("Making a CT head phantom of %d slices%n", SLICES);
        return new StoryStudies(
                phantom("Doe^Jane", "JANE-1", 3 * run + 1, SLICES),
                phantom("Roe^Richard", "RICHARD-2", 3 * run + 2, SECOND_SLICES),
                phantom("Poe^Paula", "PAULA-3", 3 * run + 3, TRAFFIC_SLICES));
    }

    /**
     * The first study of the user's files plays the story; the phantoms play the other parts.
     *
     * @throws DemoException if there is no DICOM file
     */
    StoryStudies ofUser(Path dicom, long run) throws IOException, DemoException {
        Map<String, List<Found>> studies = new LinkedHashMap<>();
        List<Path> others = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(dicom)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                try {
                    Found found = read(path);
                    studies.computeIfAbsent(found.identity().study().toString(), uid -> new ArrayList<>())
                            .add(found);
                } catch (DicomParseException e) {
                    others.add(path);
                }
            }
        }
        out.printf("%d studies in %s%n", studies.size(), dicom);
        if (!others.isEmpty()) {
            out.printf("%d files are not DICOM that can be stored:%n", others.size());
            others.forEach(path -> out.printf("  %s%n", path));
        }
        if (studies.isEmpty()) {
            throw new DemoException("there is no DICOM file in " + dicom);
        }
        StoryStudies phantoms = phantoms(run);
        List<Found> first = studies.values().iterator().next();
        return new StoryStudies(files(first), phantoms.second(), phantoms.traffic());
    }

    private record Found(InstanceIdentity identity, Path path) {}

    private StudyFiles phantom(String name, String patientId, long seed, int slices) throws IOException {
        Path target = folder.resolve("phantom-" + seed);
        if (Files.notExists(target)) {
            Path making = folder.resolve("phantom-" + seed + ".new");
            Files.createDirectories(making);
            new CtHeadPhantom(new PhantomPatient(PersonName.of(name), patientId, ISSUER, BORN, "O"), seed, slices)
                    .writeTo(making);
            Files.move(making, target);
        }
        try (Stream<Path> paths = Files.list(target)) {
            List<Found> found = new ArrayList<>();
            for (Path path : paths.sorted().toList()) {
                found.add(read(path));
            }
            return files(found);
        } catch (DicomParseException e) {
            throw new IOException("a phantom in " + target + " is damaged; remove the folder", e);
        }
    }

    private static Found read(Path path) throws IOException, DicomParseException {
        try (FileSource source = FileSource.open(path)) {
            return new Found(
                    new DicomReader(ParseLimits.standard()).read(source).identity(), path);
        }
    }

    private static StudyFiles files(List<Found> found) {
        return new StudyFiles(
                found.get(0).identity().study().toString(),
                found.get(0).identity().series().toString(),
                found.stream().map(one -> one.identity().instance().toString()).toList(),
                found.stream().map(Found::path).toList());
    }
}
