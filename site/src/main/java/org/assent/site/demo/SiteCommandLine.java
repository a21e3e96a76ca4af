package org.assent.site.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assent.site.SiteFolder;

/** How the JVM of one hospital is started: the same class path as this one, small, quick to start. */
final class SiteCommandLine {

    private static final int COMPACT_HEADERS_SINCE = 25;

    private SiteCommandLine() {}

    /** The words of the command. */
    static List<String> of(SiteFolder folder) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED", // of the verifier of signatures
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Dfile.encoding=UTF-8"));
        if (Runtime.version().feature() >= COMPACT_HEADERS_SINCE) {
            words.add("-XX:+UseCompactObjectHeaders");
        }
        String classPath = System.getProperty("java.class.path");
        Path cache = aotCache(classPath);
        if (Files.isRegularFile(cache) && !"off".equals(System.getenv("ASSENT_AOT"))) {
            words.add("-XX:AOTCache=" + cache);
            // Its messages about single methods that were not kept say nothing that matters.
            words.add("-Xlog:aot*=off,cds*=off");
        }
        // So that whoever looks for traces of images finds all that the site has written in its folder.
        words.add("-Djava.io.tmpdir=" + folder.temporary());
        words.add("-Dassent.root=" + System.getProperty("assent.root", "."));
        words.addAll(List.of(
                "-cp",
                classPath,
                "org.assent.site.Main",
                "demo-site",
                folder.root().toString()));
        return List.copyOf(words);
    }

    /** Where the AOT cache (JEP 483) of a class path lies: beside its first jar. */
    private static Path aotCache(String classPath) {
        Path first = Path.of(classPath.split(java.io.File.pathSeparator, 2)[0]);
        return first.resolveSibling("site.aot");
    }
}
