package org.assent.abci.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who takes part, as one node's newest commits show it (CometBFT v0.40, spec/core/data_structures.md, Commit): a validator
 * that did not sign is away, cut off or too slow, as this node sees it.
 *
 * @param height newest block
 * @param time of that block
 * @param catchingUp whether the node still fetches old blocks
 * @param looked number of newest commits that were looked at, possibly 0
 * @param validators of that height, in the chain's order
 * @param peers the nodes that this one is connected with
 */
public record ChainPresence(
        long height, Instant time, boolean catchingUp, int looked, List<Validator> validators, List<Peer> peers) {

    private static final int AWAY = 3;
    private static final int MOST_PAGES = 100;
    private static final int FLAG_ABSENT = 1; // BlockIDFlagAbsent

    /**
     * A validator.
     *
     * @param address of its key, 40 hexadecimal digits in upper case
     * @param name of its organization by the genesis file or the ledger; the address's beginning if neither is known
     * @param power its voting power
     * @param missed how many of the commits looked at it did not sign
     * @param missedNewest how many of those in a row, from the newest
     */
    public record Validator(String address, String name, long power, int missed, int missedNewest) {}

    /**
     * A connected node.
     *
     * @param moniker what it calls itself
     */
    public record Peer(String nodeId, String moniker) {}

    public ChainPresence {
        validators = List.copyOf(validators);
        peers = List.copyOf(peers);
    }

    /**
     * Asks a node.
     *
     * @param genesisFile bytes of the network's genesis file, which has the names
     * @param commits how many of the newest commits to look at
     * @throws RpcException if the node does not answer
     * @throws IOException if the genesis file is no JSON
     */
    public static ChainPresence look(CometRpc rpc, byte[] genesisFile, int commits)
            throws IOException, RpcException, InterruptedException {
        return look(rpc, genesisFile, Map.of(), commits);
    }

    /**
     * The same, with names of those that joined later.
     *
     * @param joined names by address, 40 upper-case hexadecimal digits; those of the genesis file go before
     */
    public static ChainPresence look(CometRpc rpc, byte[] genesisFile, Map<String, String> joined, int commits)
            throws IOException, RpcException, InterruptedException {
        CometRpc.Status status = rpc.status();
        long height = status.height();
        List<Peer> peers = new ArrayList<>();
        for (JsonNode peer : rpc.netInfo().path("peers")) {
            JsonNode info = peer.path("node_info");
            peers.add(new Peer(info.path("id").asText(), info.path("moniker").asText()));
        }
        if (height == 0) {
            return new ChainPresence(0, Instant.EPOCH, status.catchingUp(), 0, List.of(), peers);
        }
        List<JsonNode> members = members(rpc, height);
        int[] missed = new int[members.size()];
        int[] missedNewest = new int[members.size()];
        int looked = 0;
        for (long at = height; at > Math.max(0, height - commits); at--) {
            JsonNode signatures =
                    rpc.commit(at).path("signed_header").path("commit").path("signatures");
            if (signatures.size() != members.size()) {
                break; // other validators then
            }
            for (int index = 0; index < missed.length; index++) {
                if (signatures.get(index).path("block_id_flag").asInt() == FLAG_ABSENT) {
                    missedNewest[index] += missed[index] == looked ? 1 : 0;
                    missed[index]++;
                }
            }
            looked++;
        }
        Map<String, String> names = new HashMap<>(joined);
        names.putAll(names(genesisFile));
        List<Validator> validators = new ArrayList<>();
        for (int index = 0; index < missed.length; index++) {
            String address = members.get(index).path("address").asText();
            validators.add(new Validator(
                    address,
                    names.getOrDefault(address, "validator " + address.substring(0, Math.min(8, address.length()))),
                    members.get(index).path("voting_power").asLong(),
                    missed[index],
                    missedNewest[index]));
        }
        return new ChainPresence(height, status.time(), status.catchingUp(), looked, validators, peers);
    }

    private static List<JsonNode> members(CometRpc rpc, long height) throws RpcException, InterruptedException {
        List<JsonNode> members = new ArrayList<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            JsonNode answer = rpc.validators(height, page);
            answer.path("validators").forEach(members::add);
            if (members.size() >= answer.path("total").asInt()) {
                break;
            }
        }
        return members;
    }

    private static Map<String, String> names(byte[] genesisFile) throws IOException {
        Map<String, String> names = new HashMap<>();
        for (JsonNode validator : new ObjectMapper().readTree(genesisFile).path("validators")) {
            names.put(validator.path("address").asText(), validator.path("name").asText());
        }
        return names;
    }

    /** Those that are away: none of the newest {@value #AWAY} commits has their signature; a single one may be slow. */
    public List<Validator> missing() {
        return validators.stream().filter(this::isMissing).toList();
    }

    /** Those that did not sign all of the commits, but are not away. */
    public List<Validator> faltering() {
        return validators.stream()
                .filter(validator -> validator.missed() > 0 && !isMissing(validator))
                .toList();
    }

    private boolean isMissing(Validator validator) {
        return looked > 0 && validator.missedNewest() >= Math.min(AWAY, looked);
    }

    /** Whether more than two thirds of the power would remain if those that are missing stayed away. */
    public boolean canDecideWithout(List<Validator> away) {
        long all = validators.stream().mapToLong(Validator::power).sum();
        long gone = away.stream().mapToLong(Validator::power).sum();
        return 3 * (all - gone) > 2 * all;
    }

    /** How many more validators may fail, the strongest first, before no block is made any more. */
    public int mayStillFail() {
        List<Validator> away = new ArrayList<>(missing());
        List<Validator> left = new ArrayList<>(validators);
        left.removeAll(away);
        left.sort((one, other) -> Long.compare(other.power(), one.power()));
        int more = 0;
        for (Validator next : left) {
            away.add(next);
            if (!canDecideWithout(away)) {
                break;
            }
            more++;
        }
        return more;
    }
}
