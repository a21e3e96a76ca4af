package org.assent.abci.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.assent.abci.app.AssentApplication;
import org.assent.abci.app.BlockLimits;
import org.assent.abci.app.BlockRetention.EvidenceAge;
import org.assent.abci.app.GenesisState;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Hash;

/**
 * What all members of a network begin with: the genesis file (CometBFT v0.40, spec/core/genesis.md). It is public, the same
 * byte for byte at every site, and names no person.
 *
 * @param chainId 1 to 50 letters, digits, dots and hyphens; all signatures are bound to it, so it is never used twice
 * @param time when the chain begins; block 1 carries it
 * @param validators who decides at first, 1 to 100
 * @param state what the application begins with
 * @param evidence how long misbehaviour can be proven
 */
public record Genesis(
        String chainId, Instant time, List<Validator> validators, GenesisState state, EvidenceAge evidence) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CHAIN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,49}");
    private static final int EVIDENCE_BYTES = 65_536;

    /**
     * A validator at the beginning.
     *
     * @param name of the organization, for readers of the file
     * @param key Ed25519, 32 bytes
     * @param power 1 or more
     */
    public record Validator(String name, Bytes key, long power) {

        public Validator {
            if (key.length() != 32 || power < 1) {
                throw new IllegalArgumentException("a validator has a key of 32 bytes and a power of at least 1");
            }
        }
    }

    /** With the evidence age that every network has. */
    public Genesis(String chainId, Instant time, List<Validator> validators, GenesisState state) {
        this(chainId, time, validators, state, EvidenceAge.DEFAULT);
    }

    public Genesis {
        if (!CHAIN_ID.matcher(chainId).matches()) {
            throw new IllegalArgumentException("a chain id is 1 to 50 letters, digits, dots and hyphens");
        }
        validators = List.copyOf(validators);
        if (validators.isEmpty() || validators.size() > 100) {
            throw new IllegalArgumentException("a chain begins with 1 to 100 validators");
        }
        time = time.truncatedTo(ChronoUnit.MILLIS);
    }

    /** The bytes of the file. The same genesis always gives the same bytes. */
    public byte[] toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("genesis_time", time.toString());
        json.put("chain_id", chainId);
        json.put("initial_height", "1");
        json.set("consensus_params", consensusParams());
        ArrayNode list = json.putArray("validators");
        for (Validator validator : validators) {
            ObjectNode entry = list.addObject();
            entry.put("address", NodeKey.address(validator.key().toByteArray()).toUpperCase(Locale.ROOT));
            entry.set("pub_key", NodeKeys.publicKeyJson(validator.key().toByteArray()));
            entry.put("power", Long.toString(validator.power()));
            entry.put("name", validator.name());
        }
        json.put("app_hash", "");
        json.set("app_state", state.toJson());
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a genesis is always JSON", e);
        }
    }

    private ObjectNode consensusParams() {
        ObjectNode params = JSON.createObjectNode();
        params.putObject("block")
                .put("max_bytes", Integer.toString(BlockLimits.MAX_BLOCK_BYTES))
                .put("max_gas", "-1");
        params.putObject("evidence")
                .put("max_age_num_blocks", Long.toString(evidence.blocks()))
                .put("max_age_duration", Long.toString(evidence.duration().toNanos()))
                .put("max_bytes", Integer.toString(EVIDENCE_BYTES));
        params.putObject("validator").putArray("pub_key_types").add("ed25519");
        params.putObject("version").put("app", Long.toString(AssentApplication.APP_VERSION));
        params.putObject("abci").put("vote_extensions_enable_height", "0");
        return params;
    }

    /**
     * The evidence age that a genesis file sets.
     *
     * @throws IOException if it sets none
     */
    public static EvidenceAge evidenceAge(byte[] genesisFile) throws IOException {
        JsonNode evidence = JSON.readTree(genesisFile).path("consensus_params").path("evidence");
        long blocks = evidence.path("max_age_num_blocks").asLong();
        long nanos = evidence.path("max_age_duration").asLong();
        if (blocks < 1 || nanos < 1) {
            throw new IOException("the genesis file says nothing of the age of evidence");
        }
        return new EvidenceAge(blocks, Duration.ofNanos(nanos));
    }

    /** SHA-256 of a genesis file: what members compare before they start. */
    public static String fileHash(byte[] genesisFile) {
        return Hash.sha256(genesisFile).toHex();
    }
}
