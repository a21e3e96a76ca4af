package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the tests, run in a Java virtual machine of its own.
 *
 * @param java the machine's executable
 * @param folder for what it prints
 */
record OtherJvm(Path java, Path folder) {

    /** What this test itself runs on. */
    static OtherJvm same(Path folder) {
        return new OtherJvm(Path.of(System.getProperty("java.home"), "bin", "java"), folder);
    }

    /**
     * Runs it to its end, three minutes at most; fails if it does not end with 0.
     *
     * @return the lines that it printed, without blank ones
     */
    List<String> run(List<String> flags, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        // a file of arguments keeps the class path out of the limits of a command line
        Path classPath = Files.writeString(
                Files.createTempFile(folder, "class-path", ".args"),
                "-cp \"" + System.getProperty("java.class.path") + "\"");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-XX:+UseSerialGC"));
        command.addAll(flags);
        command.addAll(List.of("@" + classPath, program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("ended: %s", command)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(out, StandardCharsets.ISO_8859_1).stream()
                .filter(line -> !line.isBlank())
                .toList();
        assertThat(process.exitValue()).as("%s: %s", command, lines).isZero();
        return lines;
    }
}
