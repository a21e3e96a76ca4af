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
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.io.DicomReader;
import org.assent.dicom.io.InstanceIdentity;
import org.assent.dicom.io.ParseLimits;
import org.assent.dicom.phantom.CtHeadPhantom;
import org.assent.dicom.phantom.PhantomPatient;
import org.assent.dicom.pixel.FrameIndex;
import org.assent.dicom.source.FileSource;
import org.assent.site.demo.story.StoryStudies;
import org.assent.site.demo.story.StudyFiles;

/** What the story sends: CT head phantoms made here, or the user's own files. */
final class DemoStudies {

    private static final String ISSUER = "NORTH";
    private static final LocalDate BORN = LocalDate.of(1970, 1, 1);
    private static final int SLICES = 100;
    private static final long OPENING_SEED = 0;
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

    /** Phantoms of three patients; each run of the same demo has patients and studies of its own. */
    StoryStudies phantoms(long run) throws IOException {
        out.printf("Making a CT head phantom of %d slices%n", SLICES);
        return new StoryStudies(
                phantom("Doe^Jane", "JANE-" + run, 3 * run + 1, SLICES),
                phantom("Roe^Richard", "RICHARD-" + run, 3 * run + 2, SECOND_SLICES),
                phantom("Poe^Paula", "PAULA-" + run, 3 * run + 3, TRAFFIC_SLICES));
    }

    /** The phantom that North holds when a user begins to look around; the same at every start. */
    List<StudyFiles> opening() throws IOException {
        return List.of(phantom("Doe^Jane", "JANE", OPENING_SEED, SLICES));
    }

    /**
     * The first study of the user's files plays the story; the phantoms play the other parts.
     *
     * @throws DemoException if there is no DICOM file, or the first study has no image
     */
    StoryStudies ofUser(Path dicom, long run) throws IOException, DemoException {
        StudyFiles first = allOfUser(dicom).get(0);
        if (first.files().stream().allMatch(file -> file.frames() == 0)) {
            throw new DemoException("the first study in " + dicom + " has no image; the story needs one that has");
        }
        StoryStudies phantoms = phantoms(run);
        return new StoryStudies(first, phantoms.second(), phantoms.traffic());
    }

    /**
     * All studies of the user's files, in the order of the files' names; files of another kind are counted and named.
     *
     * @return not empty
     * @throws DemoException if there is no DICOM file
     */
    List<StudyFiles> allOfUser(Path dicom) throws IOException, DemoException {
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
        return studies.values().stream().map(DemoStudies::files).toList();
    }

    private record Found(InstanceIdentity identity, int frames, Path path) {}

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
            DicomFile file = new DicomReader(ParseLimits.standard()).read(source);
            return new Found(file.identity(), FrameIndex.of(file).frameCount(), path);
        }
    }

    private static StudyFiles files(List<Found> found) {
        return new StudyFiles(
                found.get(0).identity().study().toString(),
                found.stream()
                        .map(one -> new StudyFiles.StudyFile(
                                one.identity().series().toString(),
                                one.identity().instance().toString(),
                                one.frames(),
                                one.path()))
                        .toList());
    }
}
