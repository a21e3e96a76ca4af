package org.assent.dicomweb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assent.dicom.Vr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, on a small file system of its own; skipped where the test may not mount one. */
class DiskFullTest {

    private static final String STUDY = "2.25.100";

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()), "may not mount");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    @Tag("DW-S-05")
    void shouldStoreWhatFitsAndLeaveNothingOfTheRest() throws Exception {
        try (TestSite site = TestSite.start(disk)) {
            HttpResponse<byte[]> some = site.store(large(1), large(2), large(3), large(4));
            HttpResponse<byte[]> none = site.store(large(5));

            assertThat(some.statusCode()).isEqualTo(202);
            JsonNode report = new ObjectMapper().readTree(some.body());
            int stored = report.at("/00081199/Value").size();
            assertThat(stored).isBetween(1, 3);
            assertThat(report.at("/0008119A/Value").size()).isEqualTo(4 - stored);
            assertThat(report.at("/0008119A/Value/0/00081197/Value/0").asInt()).isEqualTo(0xA700);
            assertThat(none.statusCode()).isEqualTo(503);
            try (Stream<Path> waiting = Files.list(disk.resolve("incoming"))) {
                assertThat(waiting).isEmpty();
            }
            assertThat(MultipartBytes.parts(site.get("/studies/" + STUDY, TestSite.MULTIPART_DICOM)))
                    .hasSize(stored)
                    .first()
                    .satisfies(part -> assertThat(part.body()).isEqualTo(large(1)));
        }
    }

    private static byte[] large(int number) throws IOException {
        return Samples.file(Samples.ct(STUDY, "2.25.200", "2.25." + number)
                .put(org.assent.dicom.Tag.INSTANCE_NUMBER, Integer.toString(number))
                .putInt(org.assent.dicom.Tag.ROWS, 500)
                .putInt(org.assent.dicom.Tag.COLUMNS, 700)
                .putBytes(org.assent.dicom.Tag.PIXEL_DATA, Vr.OW, new byte[700_000]));
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
