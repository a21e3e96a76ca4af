package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assent.dicom.Vr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is really full, on a small file system of its own; skipped where the test may not mount one. */
class DiskFullTest {

    private static final String STUDY = "2.25.100";

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void makeFolder() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    @Tag("DW-S-05")
    void shouldStoreWhatFitsAndLeaveNothingOfTheRestWhenTheArchiveIsFull() throws Exception {
        mount("size=2m");
        try (TestSite site = TestSite.start(disk)) {
            HttpResponse<byte[]> some = site.store(large(1), large(2), large(3), large(4));
            HttpResponse<byte[]> none = site.store(large(5));

            assertThat(some.statusCode()).isEqualTo(202);
            JsonNode report = new ObjectMapper().readTree(some.body());
            int stored = report.at("/00081199/Value").size();
            assertThat(stored).isBetween(1, 3);
            assertThat(report.at("/0008119A/Value").size()).isEqualTo(4 - stored);
            assertThat(report.at("/0008119A/Value/0/00081197/Value/0").asInt()).isEqualTo(0xA700);
            assertRefusedForNow(none);
            assertThat(site.contents())
                    .noneMatch(name -> name.startsWith("incoming"))
                    .filteredOn("instance"::equals)
                    .hasSize(stored);
            assertThat(MultipartBytes.parts(site.get("/studies/" + STUDY, TestSite.MULTIPART_DICOM)))
                    .hasSize(stored)
                    .first()
                    .satisfies(part -> assertThat(part.body()).isEqualTo(large(1)));
        }
    }

    @Test
    @Tag("DW-S-05")
    void shouldStoreAgainWhenTheArchiveHasSpaceAgain() throws Exception {
        mount("size=3m");
        try (TestSite site = TestSite.start(disk)) {
            Path ballast = fill();
            assertRefusedForNow(site.store(large(1)));
            assertThat(site.contents()).isEmpty();

            Files.delete(ballast);

            assertThat(site.store(large(1)).statusCode()).isEqualTo(200);
            assertThat(site.get("/studies/" + STUDY, TestSite.MULTIPART_DICOM).statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {280, 281}) // an instance takes two files: once the first is refused, once the second
    @Tag("DW-S-05")
    void shouldAnswerOutOfResourcesWhenTheArchiveMayMakeNoMoreFiles(int files) throws Exception {
        mount("size=8m,nr_inodes=" + files);
        try (TestSite site = TestSite.start(disk)) {
            int number = 1;
            while (site.store(small(number)).statusCode() == 200) {
                number++;
            }

            List<String> full = site.contents();
            assertThat(number).isBetween(5, 20);
            assertRefusedForNow(site.store(small(number)));
            assertThat(site.contents())
                    .isEqualTo(full)
                    .noneMatch(name -> name.startsWith("incoming"))
                    .filteredOn("instance"::equals)
                    .hasSize(number - 1);
        }
    }

    @Test
    @Tag("DW-S-05")
    void shouldStoreNothingUntilThereIsSpaceWhenTheDiskOfTheIndexIsFull() throws Exception {
        mount("size=3m");
        Path archive = folder.resolve("archive");
        Path index = disk.resolve("index");
        List<String> full;
        try (TestSite site = TestSite.startOnDisk(archive, index)) {
            assertThat(site.store(small(1)).statusCode()).isEqualTo(200);
            Path ballast = fill();
            int number = 2;
            HttpResponse<byte[]> answer = site.store(small(number));
            while (answer.statusCode() == 200) { // into the space that the database has in its file
                answer = site.store(small(++number));
            }

            assertRefusedForNow(answer);
            assertRefusedForNow(site.store(small(1_000)));
            Files.delete(ballast);
            full = site.contents();
            assertThat(full).noneMatch(name -> name.startsWith("incoming"));
            assertThat(full).filteredOn("instance"::equals).hasSize(number - 1);
            assertThat(full).filteredOn(name -> name.endsWith(".dcm")).hasSize(number - 1);
            assertThat(site.store(small(number)).statusCode()).isEqualTo(200);
            assertThat(MultipartBytes.parts(site.get("/studies/" + STUDY, TestSite.MULTIPART_DICOM)))
                    .hasSize(number);
            full = site.contents();
        }
        try (TestSite restarted = TestSite.startOnDisk(archive, index)) {
            assertThat(restarted.contents()).isEqualTo(full);
        }
    }

    private static void assertRefusedForNow(HttpResponse<byte[]> answer) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(StoredAnswer.of(answer).outcome()).isEqualTo("A700");
    }

    /** Takes all the space that is left; gives the file that has it. */
    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int i = 0; i < 1 << 20; i++) {
                out.write(new byte[512]);
            }
        } catch (IOException e) {
            return ballast;
        }
        throw new IOException("the file system is not small");
    }

    private static byte[] large(int number) throws IOException {
        return Samples.file(Samples.ct(STUDY, "2.25.200", "2.25." + number)
                .put(org.assent.dicom.Tag.INSTANCE_NUMBER, Integer.toString(number))
                .putInt(org.assent.dicom.Tag.ROWS, 500)
                .putInt(org.assent.dicom.Tag.COLUMNS, 700)
                .putBytes(org.assent.dicom.Tag.PIXEL_DATA, Vr.OW, new byte[700_000]));
    }

    private static byte[] small(int number) throws IOException {
        return Samples.ctFile(STUDY, "2.25.200", "2.25." + number);
    }

    private void mount(String options) throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", disk.toString()), "may not mount");
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
