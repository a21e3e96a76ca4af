package org.assent.receipt.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assent.ledger.bytes.Bytes;

/** What four nodes of CometBFT made, captured by {@code ChainCapture} of the module {@code abci-app}. */
final class RealChain {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode captured;

    RealChain() throws Exception {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/chain/four-validators.json"))) {
            captured = JSON.readTree(in);
        }
    }

    record Height(Header header, Commit commit, ValidatorSet validators, Bytes hash, JsonNode raw) {}

    List<Height> heights() throws Exception {
        List<Height> heights = new ArrayList<>();
        for (JsonNode entry : captured.path("heights")) {
            heights.add(new Height(
                    NodeJson.header(entry.path("header")),
                    NodeJson.commit(entry.path("commit")),
                    NodeJson.validators(entry.path("validators")),
                    Bytes.of(java.util.HexFormat.of()
                            .parseHex(entry.path("commit")
                                    .path("block_id")
                                    .path("hash")
                                    .asText())),
                    entry));
        }
        return heights;
    }

    GenesisFile genesis() throws Exception {
        return GenesisFile.read(JSON.writeValueAsBytes(captured.path("genesis")));
    }
}
