package org.assent.site.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.assent.abci.node.ChainPresence;
import org.assent.abci.node.CometRpc;
import org.assent.abci.node.NodeKeys;
import org.assent.abci.node.NodeSettings;
import org.assent.abci.node.RpcException;
import org.assent.authorization.peer.TlsIdentity;
import org.assent.custody.keys.KeyStore;
import org.assent.custody.keys.OrganizationKeys;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.LedgerView;
import org.assent.site.SiteFolder;
import org.assent.site.configuration.ConfigurationException;
import org.assent.site.configuration.ConfigurationFile;
import org.assent.site.configuration.SiteConfiguration;
import org.assent.site.network.PrivateFile;
import org.jspecify.annotations.Nullable;

/**
 * One organization's way into a network: asks to be registered, waits until it is, gets the state from the members, and waits
 * for its vote. Each step looks at what is there already, so it can be killed at any time and run again.
 */
public final class Joining implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration GOOD_FOR = Duration.ofDays(7).minusHours(1);
    private static final Duration TRUST_PERIOD = Duration.ofDays(7);
    private static final int LEAST_MEMBERS = 2;

    private final JoiningFolder folder;
    private final Invitation invitation;
    private final SiteConfiguration configuration;
    private final OrganizationKeys keys;
    private final NodeKeys node;
    private final boolean wantsVote;
    private final Clock clock;
    private final Consumer<String> out;
    private final List<MemberSite> members = new ArrayList<>();
    private final List<LightProxy> proxies = new ArrayList<>();
    private String said = "";

    private Joining(
            JoiningFolder folder,
            Invitation invitation,
            SiteConfiguration configuration,
            OrganizationKeys keys,
            NodeKeys node,
            boolean wantsVote,
            Clock clock,
            Consumer<String> out) {
        this.folder = folder;
        this.invitation = invitation;
        this.configuration = configuration;
        this.keys = keys;
        this.node = node;
        this.wantsVote = wantsVote;
        this.clock = clock;
        this.out = out;
    }

    /**
     * Makes what is missing: keys and the network's genesis file.
     *
     * @param folder configured, with an invitation that is followed
     * @param wantsVote whether the node is meant to be a validator
     * @param out is told what is waited for
     * @throws ConfigurationException if the configuration cannot be used
     * @throws IOException if a file cannot be read or written, or the folder belongs to another network
     */
    public static Joining begin(
            JoiningFolder folder, boolean wantsVote, Clock clock, SecureRandom random, Consumer<String> out)
            throws ConfigurationException, IOException {
        SiteFolder site = folder.site();
        Invitation invitation = Invitation.read(folder.invitation());
        site.create();
        folder.begin(invitation, site.root().resolve("genesis.json"));
        SiteConfiguration configuration = ConfigurationFile.read(site.root());
        OrganizationKeys keys = OrganizationKeys.loadOrCreate(
                KeyStore.open(site.keys(), random), configuration.organization().name(), clock.instant());
        NodeKeys node = NodeKeys.loadOrCreate(site.node());
        Joining joining = new Joining(folder, invitation, configuration, keys, node, wantsVote, clock, out);
        TlsIdentity tls = TlsIdentity.of(keys.tls().privateKey(), keys.tls().certificate());
        invitation.members().stream()
                .filter(member -> !member.suspended())
                .filter(member -> !member.profile().organization().equals(keys.organization()))
                .forEach(member -> joining.members.add(new MemberSite(member, tls)));
        return joining;
    }

    /**
     * All that comes before the site can run: returns when the organization is registered and the node knows where to begin.
     *
     * @throws IOException if the members contradict the invitation, or each other
     */
    public void untilRegistered() throws IOException, InterruptedException {
        if (Files.exists(folder.synced())) {
            say("The ledger's state is here already.");
            return;
        }
        JoinRequest request = request();
        say("""
                %s invites to %s. Invitation: %s
                Request of %s: %s
                Compare both by phone with %s before anybody approves.""".formatted(
                        invitation.inviting().profile().name(),
                        invitation.chainId(),
                        invitation.fingerprint(),
                        request.profile().name(),
                        request.fingerprint(),
                        invitation.inviting().profile().name()));
        Map<MemberSite, Long> reached = reached();
        while (reached.size() < LEAST_MEMBERS) {
            say(handIn(request));
            Thread.sleep(PAUSE);
            reached = reached();
            request = request();
        }
        say("Registered: %s let this site in."
                .formatted(String.join(
                        ", ", reached.keySet().stream().map(MemberSite::name).toList())));
        beginAt(reached);
    }

    /** The request, made once and made anew when it is about to be over. */
    private JoinRequest request() throws IOException {
        if (Files.exists(folder.request())) {
            JoinRequest made = JoinRequest.read(folder.request());
            if (made.invitation().equals(invitation.number())
                    && made.registration().expires().isAfter(clock.instant())) {
                return made;
            }
        }
        JoinRequest made = JoinRequest.sign(
                invitation.chainId(),
                invitation.number(),
                wantsVote,
                keys.profile(
                        configuration.organization().name(),
                        List.of(configuration.sites().address()),
                        Set.of(),
                        List.of(node.onTheLedger(nodeAddress()))),
                clock.instant().plus(GOOD_FOR).truncatedTo(ChronoUnit.SECONDS),
                keys.root()
                        .orElseThrow(() -> new IOException(
                                "the root key is not in " + folder.site().keys() + "; it has to sign the request")));
        PrivateFile.write(folder.request(), made.toJson());
        return made;
    }

    /** Where other nodes reach this one: where it listens or, if that is everywhere, at the host that other sites know. */
    private NodeSettings.HostPort nodeAddress() {
        String bind = configuration.ledger().bind();
        String host = bind.substring(0, bind.lastIndexOf(':'));
        String known = URI.create(configuration.sites().address()).getHost();
        return new NodeSettings.HostPort(
                host.equals("0.0.0.0") || host.equals("[::]") ? known : host,
                Integer.parseInt(bind.substring(bind.lastIndexOf(':') + 1)));
    }

    /** Hands the request in, which may have been done before, and says what is waited for. */
    private String handIn(JoinRequest request) throws InterruptedException {
        String who = invitation.inviting().profile().name();
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(URI.create(invitation.askAt() + "/join/requests"))
                            .timeout(Duration.ofSeconds(10))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request.toJson()))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 202) {
                return progress(who, new ObjectMapper().readTree(response.body()));
            }
            String detail = new String(response.body(), StandardCharsets.UTF_8);
            return "%s did not take the request (%d): %s%nGive them %s by another way."
                    .formatted(who, response.statusCode(), detail, folder.request());
        } catch (IOException e) {
            return "%s cannot be reached at %s. Waiting; or give them %s by another way."
                    .formatted(who, invitation.askAt(), folder.request());
        }
    }

    private static String progress(String who, JsonNode progress) {
        int approvals = progress.path("approvals").asInt();
        int needed = progress.path("needed").asInt();
        return progress.path("registered").asBoolean()
                ? "Registered at " + who + "; waiting until two members let this site in."
                : "%s has the request. Waiting for accreditors: %d of %d have signed. They run: ./assent approve"
                        .formatted(who, approvals, needed);
    }

    /** Members that let this site in, with their newest height: their ledger has its registration. */
    private Map<MemberSite, Long> reached() throws InterruptedException {
        Map<MemberSite, Long> reached = new java.util.LinkedHashMap<>();
        for (MemberSite member : members) {
            try {
                reached.put(member, member.height());
            } catch (IOException e) {
                // Not yet, or it is away: both are waited for.
            }
        }
        return reached;
    }

    /** Tells the node where its light client begins; members that contradict each other end the joining. */
    private void beginAt(Map<MemberSite, Long> reached) throws IOException, InterruptedException {
        List<MemberSite> asked = new ArrayList<>(reached.keySet());
        boolean isOld = invitation.made().isBefore(clock.instant().minus(TRUST_PERIOD.minusDays(1)));
        Optional<String> invited =
                isOld ? Optional.empty() : agreed(asked, invitation.trusted().height());
        String expected = invitation.trusted().hash().toHex().toUpperCase(Locale.ROOT);
        if (invited.isPresent() && !invited.get().equals(expected)) {
            throw new IOException("the members have another header at height "
                    + invitation.trusted().height() + " than the invitation: do not join, call "
                    + invitation.inviting().profile().name());
        }
        long newest = Math.max(
                1, reached.values().stream().mapToLong(Long::longValue).min().orElseThrow() - 1);
        long height = invited.isPresent() ? invitation.trusted().height() : newest;
        String hash = invited.isPresent()
                ? invited.get()
                : agreed(asked, newest).orElseThrow(() -> new IOException("no header that two members have"));
        List<Integer> before = folder.site().stateSync().read().stream()
                .flatMap(sync -> sync.rpcServers().stream())
                .map(NodeSettings.HostPort::port)
                .toList();
        for (int server = 0; server < LEAST_MEMBERS; server++) {
            proxies.add(LightProxy.start(asked.get(server), before.isEmpty() ? 0 : before.get(server)));
        }
        folder.site().stateSync().write(proxies.stream().map(LightProxy::port).toList(), height, hash, TRUST_PERIOD);
        say("The state comes from a snapshot, checked against the header of height %d by %s and %s."
                .formatted(height, asked.get(0).name(), asked.get(1).name()));
    }

    /** The header's hash that all of them have; empty if the first two do not both have one. */
    private static Optional<String> agreed(List<MemberSite> asked, long height)
            throws IOException, InterruptedException {
        Map<String, String> hashes = new HashMap<>();
        for (MemberSite member : asked) {
            try {
                hashes.put(member.name(), member.headerHash(height));
            } catch (MemberSite.NoSuchHeight e) {
                if (asked.indexOf(member) < LEAST_MEMBERS) {
                    return Optional.empty();
                }
            }
        }
        if (Set.copyOf(hashes.values()).size() > 1) {
            throw new IOException(
                    "the members have different headers at height " + height + ": do not join, call them. " + hashes);
        }
        return hashes.values().stream().findFirst();
    }

    /**
     * What remains while the site runs: the state, the vote. Ends with the line {@code validator, height N}, or {@code member,
     * height N} where no vote is wanted.
     *
     * @throws IOException if the ledger contradicts the invitation
     */
    public void untilDone(LedgerView view) throws IOException, InterruptedException {
        try (CometRpc rpc = new CometRpc(configuration.ledger().rpcPort())) {
            while (!isCaughtUp(view, rpc)) {
                say(
                        view.height() == 0
                                ? "Waiting for a snapshot of the members."
                                : "The state is here, at height " + view.height() + "; following.");
                Thread.sleep(PAUSE);
            }
            OrganizationLeaf inviter = view.organization(invitation.inviter())
                    .orElseThrow(
                            () -> new IOException("the inviting organization is not on this ledger: do not go on"));
            if (!inviter.profile().equals(invitation.inviting().profile())) {
                out.accept("Note: " + inviter.profile().name()
                        + " has other keys or addresses now than in its invitation.");
            }
            if (Files.notExists(folder.synced())) {
                PrivateFile.write(folder.synced(), Long.toString(view.height()).getBytes(StandardCharsets.US_ASCII));
            }
            folder.site().stateSync().remove();
            close();
            if (!wantsVote) {
                say("member, height " + view.height());
                return;
            }
            long height = signs(view, rpc);
            while (height == 0) {
                Thread.sleep(PAUSE);
                height = signs(view, rpc);
            }
            say("validator, height " + height);
        }
    }

    private boolean isCaughtUp(LedgerView view, CometRpc rpc) throws InterruptedException {
        try {
            CometRpc.Status status = rpc.status();
            return view.organization(keys.organization()).isPresent()
                    && !status.catchingUp()
                    && view.height() >= status.height() - 1
                    && status.height() > 0;
        } catch (RpcException e) {
            return false;
        }
    }

    /** The newest height if this validator has signed the newest commit, else 0. */
    private long signs(LedgerView view, CometRpc rpc) throws IOException, InterruptedException {
        boolean elected = view.governance().stream()
                .flatMap(governance -> governance.validators().stream())
                .map(ValidatorPower::key)
                .anyMatch(key -> node.validatorKey().equals(org.assent.ledger.bytes.Bytes.of(key.toByteArray())));
        if (!elected) {
            say(
                    "Follows the ledger, as a member without a vote. Waiting for accreditors to give it one: ./assent approve");
            return 0;
        }
        say("Has a vote; waiting for its first signature in a block.");
        String address = NodeKeys.validatorAddress(node.validatorKey().toByteArray());
        try {
            ChainPresence presence =
                    ChainPresence.look(rpc, invitation.genesis().toByteArray(), 1);
            return presence.looked() > 0
                            && presence.validators().stream()
                                    .anyMatch(
                                            validator -> validator.address().equals(address) && validator.missed() == 0)
                    ? presence.height()
                    : 0;
        } catch (RpcException e) {
            return 0;
        }
    }

    private void say(@Nullable String text) {
        if (text != null && !text.equals(said)) {
            said = text;
            out.accept(text);
        }
    }

    /** Ends the connections with members; the site has its own. */
    @Override
    public void close() {
        proxies.forEach(LightProxy::close);
        proxies.clear();
        members.forEach(MemberSite::close);
        members.clear();
    }
}
