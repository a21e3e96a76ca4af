package org.assent.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardsMapReadingTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReadEachStatusWhenTheMapIsWellFormed() throws IOException {
        assertThat(read("""
                # comment
                - {id: XY-01, level: MUST, status: green, class: org.example.OneTest, test: shouldHold}
                - {id: XY-02, level: SHOULD, status: later, reason: 'Some title: half of it'}
                - id: XY-03
                  level: MAY
                  status: not-offered
                  reason: nobody asks for it
                """))
                .containsExactly(
                        new MapEntry("XY-01", Level.MUST, new Standing.Green("org.example.OneTest", "shouldHold", "")),
                        new MapEntry("XY-02", Level.SHOULD, new Standing.Later("Some title: half of it")),
                        new MapEntry("XY-03", Level.MAY, new Standing.NotOffered("nobody asks for it")));
    }

    @Test
    void shouldRefuseWhatIsNoEntry() {
        for (String text : List.of(
                "id: XY-01",
                "- {id: XY-01, level: MUST}",
                "- {id: XY-01, level: PERHAPS, status: later, reason: x}",
                "- {id: XY-01, level: MUST, status: maybe}",
                "- {id: XY-01, level: MUST, status: green, class: org.example.OneTest}",
                "- {id: XY-01, level: MUST, status: green, test: shouldHold}",
                "- {id: XY-01, level: MUST, status: later, reason: x, more: y}",
                "- {id: XY-01, id: XY-02, level: MUST, status: later, reason: x}",
                "- {id: XY-01, level: MUST")) {
            assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(MalformedFileException.class);
        }
    }

    private List<MapEntry> read(String text) throws IOException {
        return StandardsMap.read(Files.writeString(folder.resolve("map.yml"), text));
    }
}
