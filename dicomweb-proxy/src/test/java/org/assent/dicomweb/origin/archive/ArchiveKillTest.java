package org.assent.dicomweb.origin.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assent.dicom.source.FileSource;
import org.assent.store.SiteDatabase;
import org.assent.testsupport.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the archive has acknowledged is there after kill -9. */
class ArchiveKillTest {

    @TempDir
    private Path folder;

    @Test
    void shouldKeepWhatItAcknowledgedWhenItIsKilled() throws Exception {
        Random random = Seeds.random("ArchiveKillTest");
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            acknowledged.addAll(storeUntilKilled(1 + round * 10_000, 20 + random.nextInt(60)));
        }

        try (SiteDatabase database = SiteDatabase.open("jdbc:h2:" + folder.resolve("db"), "sa", "", 4)) {
            Archive archive = Archive.open(database, folder.resolve("archive"), "urn:test", 0, Clock.systemUTC());
            for (String uid : acknowledged) {
                StoredInstance stored = archive.find("2.25.1", "2.25.2", uid).orElseThrow();
                int number = Integer.parseInt(uid.substring(uid.lastIndexOf('.') + 1));
                assertThat(bytes(archive, stored)).isEqualTo(StoringProcess.instance(number));
            }
            try (Stream<Path> files = Files.walk(folder.resolve("archive/instances"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".dcm")))
                        .as("no file without a row")
                        .hasSameSizeAs(archive.ofStudy("2.25.1"));
            }
        }
    }

    private List<String> storeUntilKilled(int first, int acknowledgements) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoringProcess.class.getName(),
                        folder.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("2.25.3.") && line.endsWith(";")) { // the last line may have been cut off
                    acknowledged.add(line.substring(0, line.length() - 1));
                }
                if (acknowledged.size() == acknowledgements) {
                    process.toHandle().destroyForcibly(); // unlike the process's own, it leaves the pipe to be read
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(acknowledgements);
        return acknowledged;
    }

    private static byte[] bytes(Archive archive, StoredInstance stored) throws Exception {
        try (FileSource source = archive.open(stored)) {
            byte[] bytes = new byte[(int) source.size()];
            source.readFully(0, bytes, 0, bytes.length);
            return bytes;
        }
    }
}
