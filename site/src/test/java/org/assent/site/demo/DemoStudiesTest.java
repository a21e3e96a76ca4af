package org.assent.site.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assent.site.demo.story.StoryStudies;
import org.assent.site.demo.story.StudyFiles;
import org.assent.testsupport.SyntheticDicom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./assent demo --once --dicom DIR} takes from a user's folder. */
class DemoStudiesTest {

    private static final String FIRST = "2.25.11";
    private static final String OTHER = "2.25.22";

    @TempDir
    private Path home;

    @TempDir
    private Path users;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private DemoStudies studies;

    @BeforeEach
    void prepare() {
        studies = new DemoStudies(home, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @Test
    void shouldPlayTheFirstStudyAndNameTheOthersWhenAFolderHasMoreThanDicom() throws Exception {
        Path deep = Files.createDirectories(users.resolve("a").resolve("disk"));
        Files.write(deep.resolve("1"), SyntheticDicom.secondaryCapture(FIRST, FIRST + ".1", FIRST + ".1.1", "P1"));
        Files.write(deep.resolve("2"), SyntheticDicom.secondaryCapture(FIRST, FIRST + ".1", FIRST + ".1.2", "P1"));
        Files.write(users.resolve("z.dcm"), SyntheticDicom.secondaryCapture(OTHER, OTHER + ".1", OTHER + ".1.1", "P2"));
        Path report = Files.writeString(users.resolve("report.txt"), "no image");
        Path empty = Files.createFile(deep.resolve("empty.dcm"));

        StoryStudies taken = studies.ofUser(users, 1);

        assertThat(taken.main().studyInstanceUid()).isEqualTo(FIRST);
        assertThat(taken.main().files())
                .extracting(StudyFiles.StudyFile::sopInstanceUid)
                .containsExactly(FIRST + ".1.1", FIRST + ".1.2");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("2 studies in " + users)
                .contains("2 files are not DICOM that can be stored:")
                .contains(report.toString())
                .contains(empty.toString());
    }

    @Test
    void shouldSayThatThereIsNoneWhenAFolderHasNoDicom() throws Exception {
        Files.writeString(users.resolve("report.txt"), "no image");

        assertThatThrownBy(() -> studies.ofUser(users, 1))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("there is no DICOM file in " + users);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("report.txt");
    }
}
