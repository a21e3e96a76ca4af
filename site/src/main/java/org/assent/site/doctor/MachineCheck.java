package org.assent.site.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What every site on this machine needs: Java and the consensus node. */
final class MachineCheck {

    private static final int OLDEST_JAVA = 21;
    private static final int TESTED_JAVA = 25;
    private static final long ANSWERS_WITHIN_SECONDS = 10;

    /** v0.40.0 of CometBFT calls itself 0.39.0. */
    private static final List<String> NODE_VERSIONS = List.of("0.39.", "0.40.");

    private MachineCheck() {}

    static List<Diagnosis> look(int javaVersion, Path cometBft) throws InterruptedException {
        return List.of(java(javaVersion), node(cometBft));
    }

    private static Diagnosis java(int version) {
        if (version < OLDEST_JAVA) {
            return Diagnosis.fail(
                    "Java", "version " + version, "install a JDK of " + TESTED_JAVA + " and set JAVA_HOME");
        }
        return version < TESTED_JAVA
                ? Diagnosis.warn(
                        "Java",
                        "version " + version + " works, " + TESTED_JAVA + " is what is tested",
                        "install a JDK of " + TESTED_JAVA + " and set JAVA_HOME")
                : Diagnosis.ok("Java", "version " + version);
    }

    private static Diagnosis node(Path binary) throws InterruptedException {
        if (!Files.isExecutable(binary)) {
            return Diagnosis.fail("CometBFT", "there is no program " + binary, "./assent build makes it");
        }
        try {
            Process process = new ProcessBuilder(binary.toString(), "version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Diagnosis.fail(
                        "CometBFT", binary + " does not answer", "remove it; ./assent build makes it anew");
            }
            String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                return Diagnosis.fail(
                        "CometBFT",
                        binary + " ends with exit code " + process.exitValue(),
                        "remove it; ./assent build makes it anew for this machine");
            }
            return NODE_VERSIONS.stream().anyMatch(version::startsWith)
                    ? Diagnosis.ok("CometBFT", "runs, version " + version)
                    : Diagnosis.warn(
                            "CometBFT",
                            "version " + version + " is not one that is tested",
                            "remove " + binary + "; ./assent build makes the right one");
        } catch (IOException e) {
            return Diagnosis.fail(
                    "CometBFT",
                    binary + " cannot be run: " + e.getMessage(),
                    "remove it; ./assent build makes it anew for this machine");
        }
    }
}
