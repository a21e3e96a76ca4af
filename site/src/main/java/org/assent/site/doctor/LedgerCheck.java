package org.assent.site.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assent.abci.client.LedgerDisk;
import org.assent.abci.client.LedgerStorage;
import org.assent.abci.client.StateFileReport;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.Genesis;
import org.assent.abci.node.NodeHome;
import org.assent.abci.node.RpcException;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.status.SiteStatus;

/** Whether the site's ledger is of the right network, can be read, and agrees with this machine's clock. */
final class LedgerCheck {

    /** What members' clocks may differ by: block time is the median of their votes. */
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofSeconds(5);

    private final SiteConfiguration configuration;
    private final SiteFolder folder;

    LedgerCheck(SiteConfiguration configuration, SiteFolder folder) {
        this.configuration = configuration;
        this.folder = folder;
    }

    /**
     * Looks.
     *
     * @param running whether the ledger runs, so that its state file is in use
     */
    List<Diagnosis> look(boolean running, Instant now) throws IOException, InterruptedException {
        List<Diagnosis> found = new ArrayList<>();
        byte[] genesis =
                Files.readAllBytes(folder.root().resolve(configuration.ledger().genesis()));
        String chainId;
        try {
            chainId = NodeHome.chainId(genesis);
        } catch (IOException e) {
            found.add(Diagnosis.fail(
                    "genesis",
                    configuration.ledger().genesis() + " is no genesis file: " + e.getMessage(),
                    "get it from another member"));
            return found;
        }
        found.add(genesis(genesis, chainId));
        if (running) {
            found.add(runningState());
            found.add(runningClock(now));
        } else {
            StateFileReport report = StateFileReport.of(folder.ledgerState());
            found.add(state(report, chainId));
            found.add(stoppedClock(report, now));
        }
        found.add(disk());
        return found;
    }

    /** Whoever has the file open has looked at it; the web side says what was found since. */
    private Diagnosis runningState() throws InterruptedException {
        return SiteStatus.readiness(configuration.people(), folder)
                        .map(readiness ->
                                readiness.path("ledger").path("damaged").asBoolean())
                        .orElse(false)
                ? Diagnosis.fail(
                        "state file",
                        folder.ledgerState() + " was found damaged while the ledger runs",
                        "stop the ledger and restore it: docs/operating-ledger-storage.md")
                : Diagnosis.ok("state file", "in use by the running ledger");
    }

    private Diagnosis disk() {
        LedgerDisk disk = LedgerDisk.of(
                LedgerDisk.places(folder.ledgerState(), folder.node()),
                configuration.ledger().diskBudgetBytes().orElse(LedgerStorage.MEMBER.budgetBytes()));
        String takes = "the ledger takes %d MiB of the %d MiB that it should (ledger.diskBudgetMib)"
                .formatted(disk.bytes() >> 20, disk.budgetBytes() >> 20);
        return disk.level() == LedgerDisk.Level.WITHIN
                ? Diagnosis.ok("ledger's disk", takes)
                : Diagnosis.warn(
                        "ledger's disk",
                        takes + ": " + disk.level(),
                        "keep less, or make room and raise the budget: docs/operating-ledger-storage.md");
    }

    private Diagnosis genesis(byte[] genesis, String chainId) throws IOException {
        Path nodes = folder.node().resolve("config/genesis.json");
        if (Files.exists(nodes) && !Arrays.equals(Files.readAllBytes(nodes), genesis)) {
            return Diagnosis.fail(
                    "genesis",
                    "the node was made for another network (" + Genesis.fileHash(Files.readAllBytes(nodes)) + ") than "
                            + configuration.ledger().genesis() + " is of (" + Genesis.fileHash(genesis) + ")",
                    "put the network's file back; a node never changes its chain");
        }
        return Diagnosis.ok(
                "genesis", chainId + ", SHA-256 " + Genesis.fileHash(genesis) + "; the same at every member?");
    }

    private Diagnosis state(StateFileReport report, String chainId) {
        if (report.trouble().isPresent()) {
            return Diagnosis.fail(
                    "state file",
                    report.trouble().get(),
                    "if a process has it open, end that; if it is damaged, restore it:"
                            + " docs/operating-ledger-storage.md");
        }
        if (report.newest().isEmpty()) {
            return Diagnosis.ok("state file", "there is none yet");
        }
        StateFileReport.Newest newest = report.newest().get();
        return newest.chainId().equals(chainId)
                ? Diagnosis.ok("state file", "can be read, height " + newest.height())
                : Diagnosis.fail(
                        "state file",
                        "is of chain " + newest.chainId() + ", the genesis file of " + chainId,
                        "put the right genesis file or the right state file back");
    }

    /** A block that is already there cannot be of the future. */
    private static Diagnosis stoppedClock(StateFileReport report, Instant now) {
        return report.newest()
                .map(newest -> clock(newest.time(), now))
                .orElseGet(() -> Diagnosis.ok("clock", now + "; there is no block to compare with"));
    }

    private Diagnosis runningClock(Instant now) throws InterruptedException {
        try (CometRpc rpc = new CometRpc(configuration.ledger().rpcPort())) {
            return clock(rpc.status().time(), now);
        } catch (RpcException e) {
            return Diagnosis.warn(
                    "clock",
                    "the node does not answer, so there is no block to compare with",
                    "look into " + folder.node().resolve("node.log"));
        }
    }

    private static Diagnosis clock(Instant block, Instant now) {
        Duration ahead = Duration.between(now, block);
        return ahead.compareTo(CLOCKS_DIFFER_BY) > 0
                ? Diagnosis.fail(
                        "clock",
                        "this machine says " + now + ", but the members' newest block is of " + block,
                        "set the clock right (timedatectl set-ntp true): periods of consents depend on it")
                : Diagnosis.ok("clock", "not behind the members' newest block, of " + block);
    }
}
