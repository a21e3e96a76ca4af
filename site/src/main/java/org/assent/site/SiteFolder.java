package org.assent.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.assent.ledger.bytes.Hash;
import org.assent.site.joining.MembersFile;
import org.assent.site.joining.RequestFolder;
import org.assent.site.joining.StateSyncFile;

/**
 * Where everything of one site lies that the configuration does not place elsewhere.
 *
 * @param root the site's folder, absolute
 */
public record SiteFolder(Path root) {

    /** What a Unix socket's address may hold; 108 bytes with the closing zero on Linux, 104 on macOS. */
    private static final int LONGEST_SOCKET_PATH = 103;

    public SiteFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** The organization's private keys. */
    public Path keys() {
        return root.resolve("keys");
    }

    /** The private key and certificate for other sites. */
    public Path tls() {
        return keys().resolve("tls");
    }

    /** The home of the CometBFT node. */
    public Path node() {
        return root.resolve("ledger/node");
    }

    /** The state of the ledger's application. */
    public Path ledgerState() {
        return root.resolve("ledger/state.mv");
    }

    /** The organizations as the site saw them last on the ledger. */
    public MembersFile members() {
        return new MembersFile(root.resolve("ledger/members"));
    }

    /** Where the ledger begins while the site joins a network. */
    public StateSyncFile stateSync() {
        return new StateSyncFile(root.resolve("ledger/statesync.json"));
    }

    /** Invitations that this site has made, and requests that came. */
    public RequestFolder requests() {
        return new RequestFolder(root.resolve("joining"));
    }

    /** The logs. */
    public Path log() {
        return root.resolve("log");
    }

    /** Held while the site runs, so that it runs once. */
    public Path lock() {
        return root.resolve("lock");
    }

    /** The process id of the running site. */
    public Path processId() {
        return root.resolve("site.pid");
    }

    /** Temporary files of the process, if whoever starts it wants them here. */
    public Path temporary() {
        return root.resolve("tmp");
    }

    /** Held while the ledger runs in a process of its own. */
    public Path ledgerLock() {
        return root.resolve("ledger/lock");
    }

    /** Which process that is. */
    public Path ledgerProcess() {
        return root.resolve("ledger/ledger.pid");
    }

    /** Why the ledger did not start, if it did not. */
    public LedgerTrouble ledgerTrouble() {
        return new LedgerTrouble(root.resolve("ledger/trouble"));
    }

    /** The socket between the application and the node; in the system's temporary folder if its path were too long here. */
    public Path socket() {
        return socket("abci");
    }

    /** The socket between the ledger's own process and the web side, placed alike. */
    public Path streamSocket() {
        return socket("stream");
    }

    /** The network's {@code trust.json}, kept from the chain; public. */
    public Path trustFile() {
        return root.resolve("ledger/trust.json");
    }

    private Path socket(String purpose) {
        Path socket = root.resolve("ledger/" + purpose + ".sock");
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH) {
            return socket;
        }
        String name = Hash.sha256(root.toString().getBytes(StandardCharsets.UTF_8))
                .toHex()
                .substring(0, 16);
        return Path.of(
                Optional.ofNullable(System.getenv("TMPDIR")).orElse("/tmp"),
                "assent-" + name + "-" + purpose + ".sock");
    }

    /** Makes the folder and those for keys, ledger and logs; what holds secrets is readable by the owner only. */
    public void create() throws IOException {
        Files.createDirectories(root);
        for (Path folder : new Path[] {keys(), tls(), node(), log()}) {
            Files.createDirectories(folder);
        }
        ownerOnly(root);
        ownerOnly(keys());
    }

    private static void ownerOnly(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
