package org.assent.abci.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The home folder of a node: keys, genesis file, configuration, blocks.
 *
 * @param folder absolute
 * @param chainId of its genesis file
 * @param settings how it is reached
 */
public record NodeHome(Path folder, String chainId, NodeSettings settings) {

    private static final String GENESIS = "config/genesis.json";
    private static final String CONFIG = "config/config.toml";

    /**
     * Writes what is missing: keys, genesis file; the configuration always.
     *
     * @param genesisFile the bytes of the network's genesis file ({@link Genesis#toJson()})
     * @throws IOException if a file cannot be written, or the home has another genesis file: a chain is never exchanged
     */
    public static NodeHome write(Path folder, byte[] genesisFile, NodeSettings settings) throws IOException {
        Path home = folder.toAbsolutePath().normalize();
        NodeKeys.loadOrCreate(home);
        Path genesis = home.resolve(GENESIS);
        if (Files.notExists(genesis)) {
            PrivateFiles.write(genesis, genesisFile);
        } else if (!Arrays.equals(Files.readAllBytes(genesis), genesisFile)) {
            throw new IOException("this node belongs to another network: " + genesis + " has SHA-256 "
                    + Genesis.fileHash(Files.readAllBytes(genesis)) + ", the given one "
                    + Genesis.fileHash(genesisFile));
        }
        NodeHome written = new NodeHome(home, chainId(genesisFile), settings);
        written.writeConfiguration();
        return written;
    }

    /** Writes the configuration as it must be for the next start; it depends on whether the key has signed meanwhile. */
    void writeConfiguration() throws IOException {
        String config = NodeConfigFile.render(settings, NodeKeys.hasSigned(folder));
        PrivateFiles.write(folder.resolve(CONFIG), config.getBytes(StandardCharsets.UTF_8));
    }

    /** A home that was written before, with these settings from now on. */
    public static NodeHome rewrite(Path folder, NodeSettings settings) throws IOException {
        return write(folder, Files.readAllBytes(folder.resolve(GENESIS)), settings);
    }

    /**
     * The chain id in the bytes of a genesis file.
     *
     * @throws IOException if it is no JSON or names none
     */
    public static String chainId(byte[] genesisFile) throws IOException {
        JsonNode chainId = new ObjectMapper().readTree(genesisFile).path("chain_id");
        if (!chainId.isTextual()) {
            throw new IOException("the genesis file names no chain_id");
        }
        return chainId.asText();
    }

    /** The bytes of its genesis file. */
    public byte[] genesisFile() throws IOException {
        return Files.readAllBytes(folder.resolve(GENESIS));
    }

    Path pidFile() {
        return folder.resolve("node.pid");
    }

    Path logFile() {
        return folder.resolve("node.log");
    }
}
