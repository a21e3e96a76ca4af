package org.assent.site.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.assent.site.demo.story.DemoSite;
import org.assent.site.demo.story.Opening;
import org.assent.site.demo.story.Story;
import org.assent.site.demo.story.StoryStudies;

/** {@code ./assent demo}: starts the four hospitals, says how to reach them, and waits for Ctrl-C. */
public final class Demo {

    private Demo() {}

    /**
     * Runs it.
     *
     * @return the exit code: with {@code once}, 0 only if every step of the story held
     */
    public static int run(DemoOptions options, PrintStream out)
            throws DemoException, IOException, InterruptedException {
        Path home = options.home();
        if (options.dicom().isPresent() && !Files.isDirectory(options.dicom().get())) {
            throw new DemoException("there is no folder " + options.dicom().get() + " with DICOM files");
        }
        if (options.reset()) {
            reset(home, out);
        }
        Files.createDirectories(home);
        out.printf("Starting four hospitals; their data and logs are in %s%n", home);
        try (Launcher launcher = Launcher.start(options, out, Clock.systemUTC(), new SecureRandom())) {
            launcher.awaitReady();
            out.println();
            if (options.once()) {
                return play(options, launcher, out) ? 0 : 1;
            }
            open(options, launcher, out);
            new Supervision(launcher.sites(), out, Clock.systemUTC()).run();
            return 0;
        }
    }

    /** Gives the user something to look at, and says what to try. */
    private static void open(DemoOptions options, Launcher launcher, PrintStream out)
            throws DemoException, IOException, InterruptedException {
        DemoStudies studies = new DemoStudies(options.home().resolve("studies"), out);
        out.println("A modality sends studies to North ...");
        List<DemoSite> sites = sites(launcher);
        String consent = new Opening(sites.get(0), sites.get(1))
                .play(
                        options.dicom().isPresent()
                                ? studies.allOfUser(options.dicom().get())
                                : studies.opening());
        Path file = options.home().resolve("consent.json");
        Files.writeString(file, consent);
        out.println();
        out.print(Welcome.text(launcher.network(), shortened(file)));
        out.println("Ctrl-C stops all of it.");
    }

    /** A path as the user would type it from where the demo was started. */
    private static Path shortened(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }

    private static List<DemoSite> sites(Launcher launcher) {
        return launcher.sites().stream()
                .<DemoSite>map(
                        site -> new LaunchedSite(site, launcher.network().file().accounts(site.hospital())))
                .toList();
    }

    private static boolean play(DemoOptions options, Launcher launcher, PrintStream out)
            throws DemoException, IOException, InterruptedException {
        DemoStudies studies = new DemoStudies(options.home().resolve("studies"), out);
        long run = Instant.now().getEpochSecond();
        StoryStudies played =
                options.dicom().isPresent() ? studies.ofUser(options.dicom().get(), run) : studies.phantoms(run);
        return new Story(sites(launcher), played, out).play();
    }

    private static void reset(Path home, PrintStream out) throws DemoException, IOException, InterruptedException {
        if (Files.notExists(home)) {
            return;
        }
        boolean ours = Files.exists(home.resolve("demo.json"));
        try (Stream<Path> content = Files.list(home)) {
            if (!ours && content.findAny().isPresent()) {
                throw new DemoException(home + " holds something else than a demo's data; --reset does not touch it");
            }
        }
        Launcher.requireStopped(home, out);
        try (Stream<Path> paths = Files.walk(home)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
        out.println("Forgot the data of earlier runs.");
    }
}
