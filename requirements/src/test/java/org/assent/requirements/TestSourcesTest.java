package org.assent.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSourcesTest {

    @TempDir
    private Path root;

    @Test
    void shouldReadTagsOfMethodsClassesAndNestedClasses() throws IOException {
        write("one", "OneTest", """
                package org.example;
                import org.junit.jupiter.api.*;
                @Tag("XY-01")
                class OneTest {
                    sealed interface Shape permits Shape.Round {
                        record Round(int radius) implements Shape {}
                    }
                    @Test
                    @Tag("XY-02")
                    @org.junit.jupiter.api.Tag("XY-03")
                    void shouldHold() {}
                    @ParameterizedTest(name = "{0}")
                    @Tags({@Tag("XY-04"), @Tag("XY-05")})
                    void shouldHoldOf(String each) {}
                    @Tag("XY-06")
                    void helper() {}
                    @Nested
                    @Tag("XY-07")
                    class WhenInside {
                        @RepeatedTest(2)
                        void shouldHoldInside() {}
                    }
                }
                """);
        write("other", "OtherTest", """
                import org.junit.jupiter.api.Test;
                class OtherTest {
                    @Test
                    void shouldHave() {}
                }
                """);

        assertThat(TestSources.read(root))
                .containsExactly(
                        new TaggedTest("org.example.OneTest", "shouldHold", Set.of("XY-01", "XY-02", "XY-03")),
                        new TaggedTest("org.example.OneTest", "shouldHoldOf", Set.of("XY-01", "XY-04", "XY-05")),
                        new TaggedTest("org.example.OneTest$WhenInside", "shouldHoldInside", Set.of("XY-01", "XY-07")),
                        new TaggedTest("OtherTest", "shouldHave", Set.of()));
    }

    @Test
    void shouldNameTheFileWhenItIsNoJava() throws IOException {
        write("one", "OneTest", "import org.junit.jupiter.api.Test; class {");

        assertThatThrownBy(() -> TestSources.read(root))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("OneTest.java");
    }

    private void write(String module, String name, String text) throws IOException {
        Path folder = Files.createDirectories(root.resolve(module).resolve("src/test/java/org/example"));
        Files.writeString(folder.resolve(name + ".java"), text);
    }
}
