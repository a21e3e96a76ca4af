package org.assent.site.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {

    @Test
    void shouldPlayTheStoryInAFolderOfItsOwnWhenItIsOnce() {
        assertThat(folder("--home", "/data/demo")).isEqualTo(Path.of("/data/demo"));
        assertThat(folder("--home", "/data/demo", "--once")).isEqualTo(Path.of("/data/demo-once"));
    }

    private static Path folder(String... arguments) {
        DemoCommand command = new DemoCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.folder();
    }
}
