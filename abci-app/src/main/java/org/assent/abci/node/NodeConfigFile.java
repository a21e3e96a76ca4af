package org.assent.abci.node;

import java.util.stream.Collectors;
import org.assent.abci.app.BlockLimits;
import org.assent.abci.snapshot.SnapshotFormat;

/**
 * The node's {@code config.toml}: what differs from CometBFT's defaults, and why. What is not written here has its default.
 */
final class NodeConfigFile {

    /** A block at least this often, or the block time would stand still in a quiet night. */
    static final String HEARTBEAT = "5s";

    /** Blocks that a validator looks back for signatures of its own key before it signs for the first time. */
    static final int DOUBLE_SIGN_CHECK_BLOCKS = 10;

    /** More than a network has members; those that are known at the start do not count. */
    static final int MOST_INBOUND = 200;

    private NodeConfigFile() {}

    /**
     * The text of the file.
     *
     * @param hasSigned whether this home's key has signed before, by its own record
     */
    static String render(NodeSettings settings, boolean hasSigned) {
        String peers = settings.peers().stream()
                .map(peer -> peer.nodeId() + "@" + peer.address())
                .collect(Collectors.joining(","));
        String ids = settings.peers().stream().map(NodeSettings.Peer::nodeId).collect(Collectors.joining(","));
        boolean local = settings.isLocal();
        return """
                # Written by Assent at every start: changes are lost. CometBFT v0.40.
                moniker = "%s"
                db_backend = "goleveldb"
                log_level = "error"
                log_format = "plain"
                abci = "socket"
                # The application says who may connect: members on the ledger, and nobody who is suspended.
                filter_peers = true

                [rpc]
                # For this site's own process only: it has no authentication.
                laddr = "tcp://127.0.0.1:%d"
                grpc_laddr = ""
                # Unsafe only means dial_peers here: a member that was away for long is dialled again at once, not after hours.
                unsafe = true
                cors_allowed_origins = []
                max_body_bytes = 1000000
                pprof_laddr = ""

                [p2p]
                laddr = "tcp://%s"
                persistent_peers = "%s"
                # Members are known: nobody is looked for, and nobody else is let in (filter_peers).
                max_num_inbound_peers = %d
                unconditional_peer_ids = "%s"
                pex = false
                seed_mode = false
                addr_book_strict = %b
                allow_duplicate_ip = %b
                flush_throttle_timeout = "5ms"

                [mempool]
                type = "flood"
                broadcast = true
                # The application never drops from a proposal what its CheckTx admitted, so nothing has to be checked again.
                recheck = false
                size = %d
                max_txs_bytes = %d
                max_tx_bytes = 262144
                cache_size = 10000
                keep-invalid-txs-in-cache = false

                [consensus]
                # What a height costs more whose proposer is away, with a second for the vote that gives the round up.
                timeout_propose = "1s"
                timeout_commit = "0s"
                skip_timeout_commit = true
                create_empty_blocks = true
                create_empty_blocks_interval = "%s"
                peer_gossip_sleep_duration = "5ms"
                # A key whose record of signatures is empty may be a copy: then the last blocks are searched for its signatures.
                # Later the record itself guards, and the search would keep a validator from starting again within %d blocks.
                double_sign_check_height = %d

                [statesync]
                %s

                [storage]
                discard_abci_responses = false

                [tx_index]
                # Results are awaited by TransactionId in the commit stream, never searched here.
                indexer = "null"

                [instrumentation]
                prometheus = false
                """.formatted(
                        settings.moniker(),
                        settings.rpcPort(),
                        settings.peerAddress(),
                        peers,
                        MOST_INBOUND,
                        ids,
                        !local,
                        local,
                        BlockLimits.MEMPOOL_TRANSACTIONS,
                        BlockLimits.MEMPOOL_BYTES,
                        HEARTBEAT,
                        DOUBLE_SIGN_CHECK_BLOCKS,
                        hasSigned ? 0 : DOUBLE_SIGN_CHECK_BLOCKS,
                        settings.stateSync().map(NodeConfigFile::stateSync).orElse("enable = false"));
    }

    private static String stateSync(NodeSettings.StateSync sync) {
        String servers =
                sync.rpcServers().stream().map(server -> "http://" + server).collect(Collectors.joining(","));
        return """
                enable = true
                rpc_servers = "%s"
                trust_height = %d
                trust_hash = "%s"
                trust_period = "%ds"
                # The shortest that CometBFT takes: members are connected at once.
                discovery_time = "5s"
                max_snapshot_chunks = %d""".formatted(
                        servers,
                        sync.trustHeight(),
                        sync.trustHash(),
                        sync.trustPeriod().toSeconds(),
                        SnapshotFormat.MAX_CHUNKS);
    }
}
