package org.assent.abci.app;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.assent.abci.rules.LeafSource;
import org.assent.abci.server.AbciApplication;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.Response;
import org.assent.abci.wire.ResponseQuery;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommitFollower;
import org.assent.ledger.stream.CommittedBlock;
import org.jspecify.annotations.Nullable;

/**
 * Says to the node with whom it may connect, each time it connects: with the nodes that this site begins with, and with those
 * that organizations list on the ledger; never with those that are cut off ({@link MemberNodes}) or that nobody lists any more.
 * Whoever is neither is refused. Follows the ledger; until it has seen a state, only the nodes to begin with are let in.
 * Thread-safe.
 *
 * <p>CometBFT v0.40, {@code filter_peers}: a Query with path {@code /p2p/filter/id/ID} for each connection, in both
 * directions, once the other side has proven its id; any code but 0 refuses it. {@code /p2p/filter/addr/ADDRESS} comes
 * before that and says nothing of who it is: always 0.
 */
public final class PeerAdmission implements CommitFollower {

    /**
     * A node that is cut off itself and does not know better tries as often: it is refused as soon as it is connected, and would
     * else be connected again at once. Once it is reinstated, one of these attempts succeeds.
     */
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(20);

    private static final String BY_ID = "/p2p/filter/id/";
    private static final String BY_ADDRESS = "/p2p/filter/addr/";
    private static final String CODESPACE = "assent.peers";
    private static final int MOST_FORMERLY = 100_000;
    private static final int NOT_A_MEMBER = 1;
    private static final int CUT_OFF = 2;
    private static final int NOT_NOW = 3;

    private final String own;
    private final Set<String> beginning;

    /** Ids that organizations listed since it follows: whoever is listed no more does not come back by having been there first. */
    private final Set<String> formerly = ConcurrentHashMap.newKeySet();

    private final LongSupplier nanos;
    private final Map<LeafKey, OrganizationLeaf> organizations = new HashMap<>();
    private @Nullable GovernanceLeaf governance;
    private boolean whole = true;
    private volatile MemberNodes members = MemberNodes.NONE;
    private long attemptedAt;
    private boolean attempted;

    /**
     * For one node.
     *
     * @param own its id
     * @param beginning ids of the nodes that it begins with: those that the operator configured, and those that were members
     *     when it was started
     * @param nanos a clock that only runs forward
     */
    public PeerAdmission(String own, Set<String> beginning, LongSupplier nanos) {
        this.own = own;
        this.beginning = Set.copyOf(beginning);
        this.nanos = nanos;
    }

    /** Which nodes nobody connects with. */
    public Set<String> cutOff() {
        return members.cutOff();
    }

    /** This node's place among all that are connected with each other, from 0: all of them come to the same order. */
    public int turn() {
        TreeSet<String> all = new TreeSet<>(members.known());
        all.addAll(beginning);
        all.add(own);
        all.removeAll(members.cutOff());
        return all.headSet(own).size();
    }

    /** The application with these answers before it. */
    public AbciApplication before(AbciApplication application) {
        return new AbciApplication() {
            @Override
            public Response handle(Request request) {
                return request.getValueCase() == Request.ValueCase.QUERY
                                && request.getQuery().getPath().startsWith("/p2p/filter/")
                        ? Response.newBuilder()
                                .setQuery(answer(request.getQuery().getPath()))
                                .build()
                        : application.handle(request);
            }

            @Override
            public void foresee(List<Request> coming) {
                application.foresee(coming);
            }
        };
    }

    private ResponseQuery answer(String path) {
        if (path.startsWith(BY_ADDRESS)) {
            return ResponseQuery.getDefaultInstance();
        }
        String id = path.startsWith(BY_ID) ? path.substring(BY_ID.length()) : "";
        MemberNodes now = members;
        if (now.cutOff().contains(id)) {
            return refused(CUT_OFF, "this node's organization is suspended");
        }
        if (!now.known().contains(id) && (formerly.contains(id) || !beginning.contains(id))) {
            return refused(NOT_A_MEMBER, "no organization on the ledger lists this node");
        }
        return now.cutOff().contains(own) && !mayTry()
                ? refused(NOT_NOW, "this site's own organization is suspended; it tries again later")
                : ResponseQuery.getDefaultInstance();
    }

    private synchronized boolean mayTry() {
        long now = nanos.getAsLong();
        if (attempted && now - attemptedAt < BETWEEN_ATTEMPTS.toNanos()) {
            return false;
        }
        attempted = true;
        attemptedAt = now;
        return true;
    }

    private static ResponseQuery refused(int code, String log) {
        return ResponseQuery.newBuilder()
                .setCode(code)
                .setCodespace(CODESPACE)
                .setLog(log)
                .build();
    }

    @Override
    public void beginState(long height, Instant time, Bytes32 appHash) {
        organizations.clear();
        governance = null;
        whole = false;
    }

    @Override
    public void leaf(ChangedLeaf leaf) {
        take(leaf);
    }

    @Override
    public void endOfState() {
        whole = true;
        settle();
    }

    @Override
    public void committed(CommittedBlock block) {
        boolean changed = false;
        for (ChangedLeaf leaf : block.changes()) {
            changed |= take(leaf);
        }
        if (changed) {
            settle();
        }
    }

    /** Whether who may connect may be another now. Nearly every transaction changes an organization, its quota alone. */
    private boolean take(ChangedLeaf leaf) {
        return switch (leaf.key().kind()) {
            case GOVERNANCE -> {
                governance = LeafSource.decoded(leaf, stored -> LeafCodec.governance(stored.value()));
                yield true;
            }
            case ORGANIZATION -> {
                OrganizationLeaf now = LeafSource.decoded(leaf, stored -> LeafCodec.organization(stored.value()));
                OrganizationLeaf before = organizations.put(leaf.key(), now);
                yield before == null
                        || before.suspended() != now.suspended()
                        || !before.profile().nodes().equals(now.profile().nodes());
            }
            case SUBJECT, STUDY, ACCESS_LOG, CLOSED_CONSENT, PROPOSAL -> false;
        };
    }

    private void settle() {
        if (whole) {
            members = Optional.ofNullable(governance)
                    .map(rules -> MemberNodes.of(organizations.values(), rules))
                    .orElse(MemberNodes.NONE);
            members.known().stream()
                    .filter(id -> formerly.size() < MOST_FORMERLY)
                    .forEach(formerly::add);
        }
    }
}
