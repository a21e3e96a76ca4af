package org.assent.abci.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.OrganizationNode;

/**
 * The two keys of a node, in the files that CometBFT reads: made once, readable by the owner only, never overwritten.
 *
 * <p>The record of what the validator key signed last stands beside it ({@code data/priv_validator_state.json}): a key
 * without its record could sign twice, so both are backed up and moved together or not at all.
 */
public final class NodeKeys {

    static final String VALIDATOR_KEY = "config/priv_validator_key.json";
    static final String VALIDATOR_STATE = "data/priv_validator_state.json";
    static final String NODE_KEY = "config/node_key.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PRIVATE_TYPE = "tendermint/PrivKeyEd25519";

    private final NodeKey validator;
    private final NodeKey node;

    private NodeKeys(NodeKey validator, NodeKey node) {
        this.validator = validator;
        this.node = node;
    }

    /**
     * Reads the keys of a home folder, making those that are missing.
     *
     * @throws IOException if a file cannot be read or written, or is not a key file
     */
    public static NodeKeys loadOrCreate(Path home) throws IOException {
        NodeKey validator = loadOrCreate(home.resolve(VALIDATOR_KEY), true);
        NodeKey node = loadOrCreate(home.resolve(NODE_KEY), false);
        Path state = home.resolve(VALIDATOR_STATE);
        if (Files.notExists(state)) {
            ObjectNode nothingSigned = JSON.createObjectNode();
            nothingSigned.put("height", "0").put("round", 0).put("step", 0);
            PrivateFiles.write(state, JSON.writeValueAsBytes(nothingSigned));
        }
        return new NodeKeys(validator, node);
    }

    private static NodeKey loadOrCreate(Path file, boolean withPublicPart) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        NodeKey key = NodeKey.generate();
        ObjectNode json = JSON.createObjectNode();
        if (withPublicPart) {
            json.put("address", NodeKey.address(key.publicKey()).toUpperCase(Locale.ROOT));
            json.set("pub_key", publicKeyJson(key.publicKey()));
        }
        ObjectNode secret = json.putObject("priv_key");
        secret.put("type", PRIVATE_TYPE);
        secret.put("value", Base64.getEncoder().encodeToString(key.secretBytes()));
        PrivateFiles.write(file, JSON.writeValueAsBytes(json));
        return key;
    }

    private static NodeKey read(Path file) throws IOException {
        try {
            JsonNode secret = JSON.readTree(Files.readAllBytes(file)).path("priv_key");
            if (!secret.path("type").asText().equals(PRIVATE_TYPE)) {
                throw new IOException("only Ed25519 keys are used, this file has another: " + file);
            }
            return NodeKey.of(Base64.getDecoder().decode(secret.path("value").asText()));
        } catch (IllegalArgumentException e) {
            throw new IOException("this is no key file of CometBFT: " + file, e);
        }
    }

    static ObjectNode publicKeyJson(byte[] publicKey) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", "tendermint/PubKeyEd25519");
        return json.put("value", Base64.getEncoder().encodeToString(publicKey));
    }

    /** Whether a validator key of this home has ever signed, by its own record. */
    static boolean hasSigned(Path home) throws IOException {
        JsonNode state = JSON.readTree(Files.readAllBytes(home.resolve(VALIDATOR_STATE)));
        return state.path("height").asLong() > 0;
    }

    /** The validator's Ed25519 key, 32 bytes: stands in the genesis file. */
    public Bytes validatorKey() {
        return Bytes.of(validator.publicKey());
    }

    /** A validator's address: 40 upper-case hexadecimal digits, from its Ed25519 key. */
    public static String validatorAddress(byte[] key) {
        return NodeKey.address(key).toUpperCase(Locale.ROOT);
    }

    /** How it stands in its organization's leaf, for the others to connect to. */
    public OrganizationNode onTheLedger(NodeSettings.HostPort address) {
        return new OrganizationNode(
                nodeId(), address.toString().toLowerCase(Locale.ROOT), Optional.of(Bytes32.of(validator.publicKey())));
    }

    /** The node's id on the peer-to-peer network, 40 lower-case hexadecimal digits. */
    public String nodeId() {
        return NodeKey.address(node.publicKey());
    }
}
