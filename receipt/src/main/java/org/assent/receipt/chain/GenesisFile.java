package org.assent.receipt.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
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

    /** The most bytes that a file may have. */
    public static final int MAX_LENGTH = 1024 * 1024;

    private static final Pattern CHAIN_ID = Pattern.compile("[!-~]{1,50}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final Pattern POWER = Pattern.compile("[1-9][0-9]{0,18}");
    private static final String KEY_TYPE = "tendermint/PubKeyEd25519";

    /** Reads the file; members that are not about chain and validators may be anything. */
    public static GenesisFile read(byte[] file) throws MalformedBytes {
        if (file.length > MAX_LENGTH) {
            throw new MalformedBytes("is longer than a genesis file can be");
        }
        JsonNode json = CanonicalJson.parse(file);
        JsonNode first = json.path("initial_height");
        if (!first.isMissingNode() && !"1".equals(first.textValue())) {
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
                        Bytes32.of(Base64.getDecoder().decode(text(key.path("value"), KEY))),
                        Long.parseLong(text(validator.path("power"), POWER))));
            }
            String chainId = text(json.path("chain_id"), CHAIN_ID);
            return new GenesisFile(chainId, ValidatorSet.of(validators));
        } catch (IllegalArgumentException e) {
            throw new MalformedBytes("has a list of validators that cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(JsonNode node, Pattern form) throws MalformedBytes {
        if (!node.isTextual() || !form.matcher(node.textValue()).matches()) {
            throw new MalformedBytes("has a chain id, a key or a power in another form than CometBFT writes");
        }
        return node.textValue();
    }
}
