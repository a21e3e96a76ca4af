package org.assent.abci.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.assent.abci.server.ListenAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process file and the log, with a harmless process in the node's place. */
class NodeProcessFilesTest {

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void shouldEndTheProcessThatAnEarlierRunLeftBehind() throws Exception {
        Process process = sleeper(folder.toString());
        PidFile file = new PidFile(folder.resolve("node.pid"), folder);
        file.write(process.toHandle());

        file.endLeftover();

        assertThat(process.waitFor()).isNotZero();
        assertThat(folder.resolve("node.pid")).doesNotExist();
    }

    @Test
    void shouldLeaveAProcessAloneWhenItsNumberIsUsedByAnother() throws Exception {
        Process process = sleeper("something else");
        PidFile file = new PidFile(folder.resolve("node.pid"), folder);
        file.write(process.toHandle());

        file.endLeftover();

        assertThat(process.isAlive()).as("this home is not on its command line").isTrue();
        Files.writeString(folder.resolve("node.pid"), process.pid() + "\n2020-01-01T00:00:00Z\n");
        file.endLeftover();
        assertThat(process.isAlive()).as("it was started at another time").isTrue();
    }

    @Test
    void shouldGoOnWhenTheProcessFileIsDamaged() throws IOException {
        Files.writeString(folder.resolve("node.pid"), "not a number");
        new PidFile(folder.resolve("node.pid"), folder).endLeftover();
        assertThat(folder.resolve("node.pid")).doesNotExist();
    }

    @Test
    void shouldBoundTheLog() throws IOException {
        Path log = folder.resolve("node.log");
        for (int run = 0; run < 2; run++) {
            try (RotatingLog rotating = new RotatingLog(log, 1_000)) {
                for (int i = 0; i < 100; i++) {
                    rotating.line("line " + run + " " + i);
                }
            }
        }
        assertThat(Files.size(log)).isLessThanOrEqualTo(1_000);
        assertThat(Files.size(folder.resolve("node.log.1"))).isLessThanOrEqualTo(1_000);
        assertThat(Files.readAllLines(log)).endsWith("line 1 99");
        try (var files = Files.list(folder)) {
            assertThat(files.count()).isEqualTo(2);
        }
    }

    @Test
    void shouldSayHowToGetTheProgramWhenItIsMissing() {
        NodeSettings settings = new NodeSettings("north", new NodeSettings.HostPort("127.0.0.1", 1), 2, List.of());
        try (CometRpc rpc = new CometRpc(2)) {
            assertThatIOException()
                    .isThrownBy(() -> CometNode.start(
                            folder.resolve("cometbft"),
                            new NodeHome(folder, "chain", settings),
                            new ListenAddress.Unix(folder.resolve("s")),
                            rpc))
                    .withMessageContaining("./assent builds it");
        }
    }

    private Process sleeper(String argument) throws IOException {
        Path program = Files.writeString(folder.resolve("sleeper"), "#!/bin/sh\nread line\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Process process = new ProcessBuilder(program.toString(), "node", "--home", argument).start();
        started.add(process);
        return process; // waits for a line that never comes
    }
}
