package org.assent.abci.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.state.GovernanceLeaf;

/**
 * What the members agreed on before the first block: {@code app_state} of the genesis file.
 *
 * <p>JSON: {@code {"accreditors": [hex of 33-byte P-256 keys], "threshold": m, "staleness_bound_seconds": s}}; every member
 * is required and no other is allowed.
 *
 * @param accreditors who vouches for organizations, 1 to 32
 * @param threshold how many of them it takes
 * @param stalenessBound whole seconds, 1 to 3,600
 */
public record GenesisState(List<PublicKey> accreditors, int threshold, Duration stalenessBound) {

    /** Age of the newest block beyond which a site answers no other organization, unless the members choose another. */
    public static final Duration DEFAULT_STALENESS_BOUND = Limits.DEFAULT.stalenessBound();

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCREDITORS = "accreditors";
    private static final String THRESHOLD = "threshold";
    private static final String STALENESS_BOUND = "staleness_bound_seconds";

    /**
     * Checks the limits of {@link GovernanceLeaf}.
     *
     * @throws IllegalArgumentException if one is broken
     */
    public GenesisState {
        accreditors =
                governance(accreditors, threshold, stalenessBound, List.of()).accreditors();
    }

    /**
     * The Governance leaf that the chain begins with.
     *
     * @param validators of the genesis file, with no organization yet
     */
    public GovernanceLeaf governance(List<ValidatorPower> validators) {
        return governance(accreditors, threshold, stalenessBound, validators);
    }

    private static GovernanceLeaf governance(
            List<PublicKey> accreditors, int threshold, Duration stalenessBound, List<ValidatorPower> validators) {
        return GovernanceLeaf.begin(
                accreditors, threshold, validators, Limits.DEFAULT.withStalenessBound(stalenessBound));
    }

    /** As it stands in the genesis file. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = json.putArray(ACCREDITORS);
        accreditors.forEach(key -> keys.add(key.toHex()));
        json.put(THRESHOLD, threshold);
        json.put(STALENESS_BOUND, stalenessBound.toSeconds());
        return json;
    }

    /**
     * Reads the bytes that the node hands over at InitChain.
     *
     * @throws IllegalArgumentException if they are not exactly such an object
     */
    public static GenesisState parse(byte[] appState) {
        try {
            JsonNode json = JSON.readTree(appState);
            Set<String> expected = Set.of(ACCREDITORS, THRESHOLD, STALENESS_BOUND);
            List<String> names = new ArrayList<>();
            json.fieldNames().forEachRemaining(names::add);
            if (!json.isObject() || names.size() != expected.size() || !expected.containsAll(names)) {
                throw new IllegalArgumentException("app_state of the genesis file must have exactly " + expected);
            }
            if (!json.get(ACCREDITORS).isArray()
                    || !json.get(THRESHOLD).canConvertToInt()
                    || !json.get(STALENESS_BOUND).canConvertToInt()) {
                throw new IllegalArgumentException("app_state of the genesis file has a member of a wrong type");
            }
            List<PublicKey> accreditors = new ArrayList<>();
            for (JsonNode key : json.get(ACCREDITORS)) {
                accreditors.add(PublicKey.p256(HexFormat.of().parseHex(key.asText())));
            }
            return new GenesisState(
                    accreditors,
                    json.get(THRESHOLD).asInt(),
                    Duration.ofSeconds(json.get(STALENESS_BOUND).asInt()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("app_state of the genesis file is no JSON object", e);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }
}
