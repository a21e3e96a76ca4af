package org.assent.site.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assent.site.network.PrivateFile;

/**
 * What the demo remembers between two starts, in {@code demo.json} of its folder, readable by its owner only.
 *
 * @param portBase what its ports are counted from
 * @param chainId its ledger
 * @param hospitals accounts by short name
 */
public record DemoFile(int portBase, String chainId, Map<String, DemoAccounts> hospitals) {

    private static final String NAME = "demo.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public DemoFile {
        hospitals = Map.copyOf(hospitals);
    }

    /** What an earlier start wrote into the demo's folder, if there was one. */
    public static Optional<DemoFile> read(Path home) throws IOException {
        Path file = home.resolve(NAME);
        return Files.exists(file)
                ? Optional.of(JSON.readValue(Files.readAllBytes(file), DemoFile.class))
                : Optional.empty();
    }

    /**
     * What the running demo wrote.
     *
     * @throws DemoException if there is none
     */
    public static DemoFile ofRunningDemo(Path home) throws DemoException, IOException {
        return read(home)
                .orElseThrow(
                        () -> new DemoException("there is no demo in " + home + "; start one with: ./assent demo"));
    }

    /** The accounts at a hospital, by its short name. */
    public DemoAccounts accounts(String shortName) throws DemoException {
        DemoAccounts accounts = hospitals.get(shortName);
        if (accounts == null) {
            throw new DemoException("--site is one of north, south, east, west, not " + shortName);
        }
        return accounts;
    }

    /** The accounts at a hospital of this demo. */
    DemoAccounts accounts(Hospital hospital) {
        DemoAccounts accounts = hospitals.get(hospital.shortName());
        if (accounts == null) {
            throw new IllegalStateException(NAME + " has no accounts of " + hospital.shortName());
        }
        return accounts;
    }

    void write(Path home) throws IOException {
        PrivateFile.write(home.resolve(NAME), JSON.writeValueAsBytes(this));
    }

    DemoFile withPortBase(int newBase) {
        return new DemoFile(newBase, chainId, hospitals);
    }
}
