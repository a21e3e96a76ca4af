package org.assent.receipt.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.receipt.json.CanonicalJson;

/**
 * What a verifier takes from the genesis file of a network, which is CometBFT's (spec/core/genesis.md): which chain, and who
 * decides its first blocks. The file is what everything else is believed upon; where it is from is for the reader to know.
 *
 * @param chainId which chain
 * @param validators of block 1
 */
public record GenesisFile(String chainId, ValidatorSet validators) {

    private static final int MAX_LENGTH = 1024 * 1024;
    private static final String KEY_TYPE = "tendermint/PubKeyEd25519";

    /** Reads the file; members that are not about chain and validators may be anything. */
    public static GenesisFile read(byte[] file) throws MalformedBytes {
        if (file.length > MAX_LENGTH) {
            throw new MalformedBytes("is longer than a genesis file can be");
        }
        JsonNode json = CanonicalJson.parse(file);
        if (!json.path("initial_height").asText("1").equals("1")) {
            throw new MalformedBytes("begins at another height than 1");
        }
        try {
            List<Validator> validators = new ArrayList<>();
            for (JsonNode validator : json.path("validators")) {
                JsonNode key = validator.path("pub_key");
                if (!key.path("type").asText().equals(KEY_TYPE)) {
                    throw new MalformedBytes("has a validator whose key is not Ed25519");
                }
                validators.add(new Validator(
                        Bytes32.of(Base64.getDecoder().decode(key.path("value").asText())),
                        Long.parseLong(validator.path("power").asText())));
            }
            String chainId = json.path("chain_id").asText();
            if (chainId.isEmpty() || chainId.length() > 50) {
                throw new MalformedBytes("has no chain id");
            }
            return new GenesisFile(chainId, ValidatorSet.of(validators));
        } catch (IllegalArgumentException e) {
            throw new MalformedBytes("has a list of validators that cannot be read: " + e.getMessage(), e);
        }
    }
}
