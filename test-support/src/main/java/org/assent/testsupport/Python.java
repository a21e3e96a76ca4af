package org.assent.testsupport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scripts that the peer {@link Peers#python} runs, and what comes with its packages. */
public final class Python {

    private Python() {}

    /** What a script said, on both its outputs, and how it ended. */
    public record Outcome(int exit, String said) {}

    /**
     * Runs Python to its end; ends the test where the peer is missing.
     *
     * @param arguments a script and its arguments, or {@code -c} and a program
     */
    public static Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Peers.python().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }

    /** The folder with pydicom's own test data: {@code test_files}, {@code charset_files} and more. */
    public static Path pydicomData() throws IOException, InterruptedException {
        Outcome outcome = run("-c", "import pydicom.data; print(pydicom.data.__path__[0])");
        if (outcome.exit() != 0) {
            throw new IOException("pydicom does not say where its data are: " + outcome.said());
        }
        return Path.of(outcome.said().strip());
    }
}
