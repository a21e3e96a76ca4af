package org.assent.site.configuration;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.assent.abci.signature.SignatureProvider;
import org.jspecify.annotations.Nullable;

/**
 * The site's part of the ledger: its validator.
 *
 * @param genesis the network's genesis file, as the members agreed on it
 * @param bind {@code address:port} at which the node listens for the other nodes
 * @param rpcPort loopback port of the node's RPC, for this site alone
 * @param peers the other nodes, {@code nodeid@host:port} each, possibly none
 * @param process where the validator runs: {@code inside} the site's process, in its {@code own} that the site starts and
 *     looks after, or in an {@code external} one that the operator runs; {@code inside} if left out
 * @param storage {@code member}, which forgets old blocks, or {@code archive}, which keeps them all; {@code member} if left out
 * @param snapshotEveryBlocks at which heights a snapshot for sites that join is made; 1,000 if left out, 0 for never
 * @param diskBudgetMib MiB that state, snapshots and the node's folder should stay below; an alarm; 51,200 if left out
 * @param signatures whose code verifies signatures: {@code corretto}, native, where it loads, or {@code bouncy-castle};
 *     {@code corretto} if left out
 */
public record LedgerSettings(
        Path genesis,
        String bind,
        int rpcPort,
        @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> peers,
        @Nullable String process,
        @Nullable String storage,
        @Nullable Long snapshotEveryBlocks,
        @Nullable Long diskBudgetMib,
        @Nullable String signatures) {

    /** In the process of the web side. */
    public static final String INSIDE = "inside";
    /** In a process that the web side starts and looks after; it goes on when the web side is killed. */
    public static final String OWN = "own";
    /** In a process that the operator runs. */
    public static final String EXTERNAL = "external";

    /** What {@code process} may be. */
    public static final Set<String> PROCESSES = Set.of(INSIDE, OWN, EXTERNAL);

    /** Forgets old blocks. */
    public static final String MEMBER = "member";
    /** Keeps every block. */
    public static final String ARCHIVE = "archive";

    private static final long MOST_MIB = 1L << 40;
    private static final String NODE_ID = "[0-9a-f]{40}";

    public LedgerSettings {
        peers = List.copyOf(peers);
    }

    /** Where the validator runs. */
    public String where() {
        return process == null ? INSIDE : process;
    }

    /** Whether it keeps every block. */
    public boolean isArchive() {
        return ARCHIVE.equals(storage);
    }

    /** What its files should stay below, if the operator says so. */
    public OptionalLong diskBudgetBytes() {
        return diskBudgetMib == null ? OptionalLong.empty() : OptionalLong.of(diskBudgetMib << 20);
    }

    /** Whose code verifies signatures. */
    public SignatureProvider signatureProvider() {
        return Arrays.stream(SignatureProvider.values())
                .filter(provider -> provider.word().equals(signatures))
                .findFirst()
                .orElse(SignatureProvider.CORRETTO);
    }

    void check(Path folder, Findings findings) {
        findings.require(
                folder.resolve(genesis).toFile().canRead(),
                "ledger.genesis",
                "names " + folder.resolve(genesis)
                        + ", which cannot be read; get the network's genesis file from another member");
        findings.require(Hosts.isHostAndPort(bind), "ledger.bind", "is address:port like 0.0.0.0:26656, not " + bind);
        findings.require(Hosts.isPort(rpcPort), "ledger.rpcPort", "is a port from 1 to 65535, not " + rpcPort);
        findings.require(PROCESSES.contains(where()), "ledger.process", "is inside, own or external, not " + where());
        findings.require(
                storage == null || Set.of(MEMBER, ARCHIVE).contains(storage),
                "ledger.storage",
                "is member or archive, not " + storage);
        findings.require(
                snapshotEveryBlocks == null || snapshotEveryBlocks >= 0,
                "ledger.snapshotEveryBlocks",
                "is 0 or more, not " + snapshotEveryBlocks);
        findings.require(
                diskBudgetMib == null || (diskBudgetMib >= 1 && diskBudgetMib <= MOST_MIB),
                "ledger.diskBudgetMib",
                "is a number of MiB from 1 to " + MOST_MIB + ", not " + diskBudgetMib);
        findings.require(
                signatures == null || signatureProvider().word().equals(signatures),
                "ledger.signatures",
                "is corretto or bouncy-castle, not " + signatures);
        peers().forEach(peer -> {
            int at = peer.indexOf('@');
            findings.require(
                    at > 0 && peer.substring(0, at).matches(NODE_ID) && Hosts.isHostAndPort(peer.substring(at + 1)),
                    "ledger.peers",
                    "are 40 hexadecimal digits, @, host:port, not " + peer);
        });
    }
}
