package org.assent.abci.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.abci.app.BlockRetention.EvidenceAge;
import org.assent.abci.app.GenesisState;
import org.assent.abci.node.NodeSettings.HostPort;
import org.assent.abci.node.NodeSettings.Peer;
import org.assent.abci.node.NodeSettings.StateSync;
import org.assent.abci.testing.Hospital;
import org.assent.ledger.signature.P256Signer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeHomeTest {

    private static final Peer PEER =
            new Peer("0123456789abcdef0123456789abcdef01234567", new HostPort("127.0.0.1", 26_656));
    private static final NodeSettings SETTINGS =
            new NodeSettings("north", new HostPort("127.0.0.1", 26_660), 26_661, List.of(PEER));

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheConfigurationThatTheLedgerNeeds() throws IOException {
        NodeHome.write(folder, genesis("chain-a"), SETTINGS);

        Map<String, String> config = config();

        assertThat(config)
                .as("only this site's own process reaches the RPC")
                .containsEntry("rpc.laddr", "\"tcp://127.0.0.1:26661\"")
                .containsEntry("rpc.pprof_laddr", "\"\"")
                .containsEntry("rpc.unsafe", "true");
        assertThat(config)
                .as("members are known")
                .containsEntry("p2p.pex", "false")
                .containsEntry("p2p.max_num_inbound_peers", "200")
                .containsEntry("filter_peers", "true")
                .containsEntry("p2p.unconditional_peer_ids", "\"0123456789abcdef0123456789abcdef01234567\"")
                .containsEntry("p2p.persistent_peers", "\"0123456789abcdef0123456789abcdef01234567@127.0.0.1:26656\"")
                .containsEntry("p2p.flush_throttle_timeout", "\"5ms\"");
        assertThat(config)
                .as("a heartbeat, and no other waiting")
                .containsEntry("consensus.create_empty_blocks", "true")
                .containsEntry("consensus.create_empty_blocks_interval", "\"5s\"")
                .containsEntry("consensus.timeout_commit", "\"0s\"")
                .containsEntry("consensus.skip_timeout_commit", "true")
                .containsEntry("consensus.peer_gossip_sleep_duration", "\"5ms\"");
        assertThat(config)
                .as("the application decides what is pending")
                .containsEntry("mempool.recheck", "false")
                .containsEntry("mempool.size", "5000")
                .containsEntry("mempool.max_txs_bytes", "8000000");
        assertThat(config)
                .containsEntry("tx_index.indexer", "\"null\"")
                .containsEntry("instrumentation.prometheus", "false");
    }

    @Test
    void shouldBeginWithASnapshotOnlyWhenItIsAskedTo() throws IOException {
        NodeHome.write(folder, genesis("chain-a"), SETTINGS);
        assertThat(config()).containsEntry("statesync.enable", "false");

        StateSync sync = new StateSync(
                List.of(new HostPort("north.example", 26_657), new HostPort("10.0.0.2", 26_657)),
                1_200,
                "AB".repeat(32),
                Duration.ofDays(7));
        NodeHome.rewrite(
                folder,
                new NodeSettings(
                        SETTINGS.moniker(),
                        SETTINGS.peerAddress(),
                        SETTINGS.rpcPort(),
                        SETTINGS.peers(),
                        Optional.of(sync)));

        assertThat(config())
                .containsEntry("statesync.enable", "true")
                .containsEntry("statesync.rpc_servers", "\"http://north.example:26657,http://10.0.0.2:26657\"")
                .containsEntry("statesync.trust_height", "1200")
                .containsEntry("statesync.trust_hash", "\"" + "AB".repeat(32) + "\"")
                .containsEntry("statesync.trust_period", "\"604800s\"")
                .containsEntry("statesync.discovery_time", "\"5s\"")
                .containsEntry("statesync.max_snapshot_chunks", "65536");
        assertThatIllegalArgumentException()
                .as("one server has no witness")
                .isThrownBy(() -> new StateSync(
                        sync.rpcServers().subList(0, 1), sync.trustHeight(), sync.trustHash(), sync.trustPeriod()));
    }

    @Test
    void shouldReadTheEvidenceAgeOfTheGenesisFile() throws IOException {
        assertThat(Genesis.evidenceAge(genesis("chain-a"))).isEqualTo(EvidenceAge.DEFAULT);
    }

    @Test
    void shouldSearchForADoubleSignatureOnlyUntilTheKeyHasARecordOfItsOwn() throws IOException {
        NodeHome home = NodeHome.write(folder, genesis("chain-a"), SETTINGS);
        assertThat(config()).containsEntry("consensus.double_sign_check_height", "10");

        Files.writeString(folder.resolve(NodeKeys.VALIDATOR_STATE), "{\"height\":\"12\",\"round\":0,\"step\":3}");
        home.writeConfiguration();

        assertThat(config())
                .as("else it could not start again within ten blocks")
                .containsEntry("consensus.double_sign_check_height", "0");
    }

    @Test
    void shouldBeStrictAboutAddressesWhenTheNetworkIsNotAllOnThisMachine() throws IOException {
        NodeHome.write(folder, genesis("chain-a"), SETTINGS);
        assertThat(config()).containsEntry("p2p.addr_book_strict", "false");

        NodeHome.rewrite(
                folder,
                new NodeSettings(
                        "north",
                        new HostPort("0.0.0.0", 26_656),
                        26_661,
                        List.of(new Peer(PEER.nodeId(), new HostPort("south.example", 26_656)))));

        assertThat(config())
                .containsEntry("p2p.addr_book_strict", "true")
                .containsEntry("p2p.allow_duplicate_ip", "false");
    }

    @Test
    void shouldMakeKeysOnceForTheOwnerOnly() throws IOException {
        NodeKeys first = NodeKeys.loadOrCreate(folder);
        NodeKeys again = NodeKeys.loadOrCreate(folder);

        assertThat(again.nodeId()).isEqualTo(first.nodeId()).matches("[0-9a-f]{40}");
        assertThat(again.validatorKey()).isEqualTo(first.validatorKey());
        for (String file : List.of(NodeKeys.VALIDATOR_KEY, NodeKeys.NODE_KEY, NodeKeys.VALIDATOR_STATE)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void shouldRefuseAGenesisFileOfAnotherNetwork() throws IOException {
        NodeHome.write(folder, genesis("chain-a"), SETTINGS);
        assertThatIOException()
                .isThrownBy(() -> NodeHome.write(folder, genesis("chain-b"), SETTINGS))
                .withMessageContaining("belongs to another network");
        assertThat(NodeHome.rewrite(folder, SETTINGS).chainId()).isEqualTo("chain-a");
    }

    @Test
    void shouldWriteTheSameGenesisBytesEachTime() throws IOException {
        assertThat(genesis("chain-a")).isEqualTo(genesis("chain-a"));
        JsonNode json = new ObjectMapper().readTree(genesis("chain-a"));
        assertThat(json.path("consensus_params").path("block").path("max_bytes").asText())
                .isEqualTo("1048576");
        assertThat(json.path("consensus_params")
                        .path("validator")
                        .path("pub_key_types")
                        .path(0)
                        .asText())
                .isEqualTo("ed25519");
        assertThat(json.path("genesis_time").asText()).isEqualTo("2026-03-01T08:00:00.123Z");
        assertThat(json.path("app_state").path("threshold").asInt()).isEqualTo(2);
        assertThat(json.path("validators").path(0).path("power").asText()).isEqualTo("10");
    }

    @Test
    void shouldRefuseSettingsThatWouldBreakTheConfigurationFile() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeSettings("x\"y", new HostPort("127.0.0.1", 1), 2, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort("a\"b", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostPort("host", 70_000));
        assertThatIllegalArgumentException().isThrownBy(() -> new Peer("ABC", new HostPort("host", 1)));
    }

    private byte[] genesis(String chainId) throws IOException {
        NodeKeys keys = NodeKeys.loadOrCreate(folder);
        GenesisState state = new GenesisState(
                Hospital.ACCREDITORS.stream().map(P256Signer::publicKey).toList(), 2, Duration.ofSeconds(30));
        Instant time = Instant.parse("2026-03-01T08:00:00.123456Z");
        return new Genesis(chainId, time, List.of(new Genesis.Validator("North", keys.validatorKey(), 10)), state)
                .toJson();
    }

    /** Section and key to the value as written. */
    private Map<String, String> config() throws IOException {
        Map<String, String> values = new HashMap<>();
        String section = "";
        for (String line : Files.readAllLines(folder.resolve("config/config.toml"))) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1) + ".";
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split(" = ", 2);
                values.put(section + parts[0], parts[1]);
            }
        }
        return values;
    }
}
