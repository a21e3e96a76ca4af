package org.assent.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementListTest {

    private static final String HEADER = "id\tlevel\ttitle\n";

    @TempDir
    private Path folder;

    @Test
    void shouldReadTheLinesInTheirOrderWhenThereAreCommentsBetween() throws IOException {
        assertThat(read("# XY = an example\n" + HEADER + "XY-02\tMAY\tone\n\n# more\nX-Y-1a\tMUST\tother\n"))
                .containsExactly(
                        new Requirement("XY-02", Level.MAY, "one"), new Requirement("X-Y-1a", Level.MUST, "other"));
    }

    @Test
    void shouldNameTheLineWhenItIsNoRequirement() {
        for (String line : List.of(
                "XY-02\tMAY",
                "XY-02\tPERHAPS\ttitle",
                "xy-02\tMAY\ttitle",
                "XY\tMAY\ttitle",
                "XY-02\tMAY\t ",
                "XY-01\tMAY\tagain",
                "XY-02\tMAY\ttitle\tmore")) {
            assertThatThrownBy(() -> read(HEADER + "XY-01\tMUST\tfirst\n" + line + "\n"))
                    .as(line)
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining("line 3");
        }
        assertThatThrownBy(() -> read("XY-01\tMUST\tno names\n")).isInstanceOf(MalformedFileException.class);
    }

    private List<Requirement> read(String text) throws IOException {
        return RequirementList.read(Files.writeString(folder.resolve("requirements.tsv"), text));
    }
}
