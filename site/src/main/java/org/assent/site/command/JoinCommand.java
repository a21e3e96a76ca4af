package org.assent.site.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assent.ledger.stream.LedgerView;
import org.assent.site.RunningSite;
import org.assent.site.SiteFolder;
import org.assent.site.joining.Invitation;
import org.assent.site.joining.Joining;
import org.assent.site.joining.JoiningFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./assent join invitation.json --dir DIR}: a site joins a network that runs; run again, it goes on where it was. */
@Command(name = "join")
public final class JoinCommand implements Callable<Integer> {

    @Option(names = "--dir", required = true)
    private Path directory = Path.of("");

    @Option(names = "--name")
    private @Nullable String name;

    @Option(names = "--short-name")
    private @Nullable String shortName;

    @Option(names = "--people-address")
    private @Nullable String peopleAddress;

    @Option(names = "--people-bind")
    private @Nullable String peopleBind;

    @Option(names = "--certificate")
    private @Nullable Path certificate;

    @Option(names = "--certificate-key")
    private @Nullable Path certificateKey;

    @Option(names = "--sites-address")
    private @Nullable String sitesAddress;

    @Option(names = "--sites-bind")
    private @Nullable String sitesBind;

    @Option(names = "--node-bind")
    private @Nullable String nodeBind;

    @Option(names = "--rpc-port")
    private @Nullable Integer rpcPort;

    @Option(names = "--private-network")
    private List<String> privateNetworks = new ArrayList<>();

    @Option(names = "--ledger-process")
    private String ledgerProcess = "inside";

    @Option(names = "--local")
    private @Nullable Integer local;

    @Option(names = "--no-vote")
    private boolean withoutVote;

    @Option(names = "--once")
    private boolean once;

    @Parameters(index = "0", arity = "0..1")
    private @Nullable Path invitation;

    @Override
    public Integer call() throws Exception {
        JoiningFolder folder = new JoiningFolder(new SiteFolder(directory));
        if (invitation != null) {
            Invitation read = Invitation.read(invitation);
            folder.follow(read, Files.readAllBytes(invitation));
        } else if (Files.notExists(folder.invitation())) {
            throw new IOException("give the invitation: ./assent join invitation.json --dir " + directory);
        }
        if (!folder.isConfigured()) {
            folder.configure(answers());
        }
        SecureRandom random = new SecureRandom();
        try (Joining joining = Joining.begin(folder, !withoutVote, Clock.systemUTC(), random, JoinCommand::print)) {
            joining.untilRegistered();
            RunningSite.run(folder.site(), Optional.empty(), Clock.systemUTC(), random, view -> follow(joining, view));
        }
        return 0;
    }

    private static void print(String text) {
        System.out.println(text);
        System.out.flush();
    }

    /** The rest of the joining, beside the running site; what ends it early ends the process. */
    private void follow(Joining joining, LedgerView view) {
        Thread.ofPlatform().daemon().name("joining").start(() -> {
            try {
                joining.untilDone(view);
                if (once) {
                    System.exit(0);
                }
            } catch (IOException e) {
                System.err.println("assent: " + e.getMessage());
                System.exit(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private JoiningFolder.Answers answers() throws IOException {
        boolean all = local != null;
        int base = local == null ? 0 : local;
        String called = asked(name, "Name of the organization, as others will see it", "--name");
        String shortly = asked(
                shortName != null || !all
                        ? shortName
                        : called.replaceAll("[^A-Za-z0-9].*", "").toLowerCase(Locale.ROOT),
                "Short name, lower-case letters and digits",
                "--short-name");
        String people = asked(
                all && peopleAddress == null ? "http://localhost:" + base : peopleAddress,
                "Address for people, https://host or http://localhost:port",
                "--people-address");
        String sites = asked(
                all && sitesAddress == null ? "https://127.0.0.1:" + (base + 100) : sitesAddress,
                "Address for other sites, https://host:port",
                "--sites-address");
        String node = asked(
                all && nodeBind == null ? "127.0.0.1:" + (base + 200) : nodeBind,
                "Address and port for the other nodes, such as 0.0.0.0:26656",
                "--node-bind");
        List<String> networks = new ArrayList<>(privateNetworks);
        if (all && networks.isEmpty()) {
            networks.add("127.0.0.0/8");
        }
        return new JoiningFolder.Answers(
                called,
                shortly,
                people,
                peopleBind != null ? peopleBind : bind(people, certificate == null),
                certificate == null || certificateKey == null
                        ? Optional.empty()
                        : Optional.of(List.of(
                                certificate.toAbsolutePath().toString(),
                                certificateKey.toAbsolutePath().toString())),
                sites,
                sitesBind != null ? sitesBind : bind(sites, all),
                node,
                rpcPort != null ? rpcPort : all ? base + 300 : 26_657,
                networks,
                ledgerProcess);
    }

    private static String bind(String address, boolean loopback) {
        URI uri = URI.create(address);
        int port = uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        return (loopback ? "127.0.0.1" : "0.0.0.0") + ":" + port;
    }

    private static String asked(@Nullable String given, String question, String option) throws IOException {
        if (given != null) {
            return given;
        }
        return Prompt.ask(question).orElseThrow(() -> new IOException("give " + option + ": " + question));
    }
}
