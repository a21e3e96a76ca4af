package org.assent.abci.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assent.abci.app.PeerAdmission;
import org.assent.abci.node.CometRpc;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TH-02")
class CutOffWatchTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    /** Where nothing listens. */
    private static final int NO_PORT = 1;

    private static final String OWN = "00".repeat(20);
    private static final String SUSPENDED = "0b".repeat(20);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger restarts = new AtomicInteger();
    private final PeerAdmission admission = new PeerAdmission(OWN, Set.of(), nanos::get);
    private Set<String> connected = Set.of(SUSPENDED);
    private final CutOffWatch watch =
            new CutOffWatch(admission, () -> connected, restarts::incrementAndGet, nanos::get);

    CutOffWatchTest() {
        Hospital south = new Hospital("south");
        OrganizationNode node = new OrganizationNode(SUSPENDED, "south.example:26656", Optional.empty());
        OrganizationLeaf leaf = OrganizationLeaf.registered(
                        south.profile("south", Set.of(), List.of(node), south.transaction()), 0, NOW)
                .withStandingChanged();
        GovernanceLeaf governance = GovernanceLeaf.begin(
                List.of(Hospital.ACCREDITORS.getFirst().publicKey()), 1, List.of(), Limits.DEFAULT);
        admission.committed(new CommittedBlock(
                1,
                NOW,
                Keys.bytes("hash"),
                List.of(changed(LeafKey.governance(), governance), changed(LeafKey.of(south.id()), leaf)),
                List.of()));
        assertThat(admission.turn()).as("it is the first one's turn").isZero();
    }

    @Test
    void shouldRestartTheNodeFourTimesInAnHourAtMostWhenASuspendedNodeStaysConnected() throws InterruptedException {
        for (int minute = 0; minute < 30; minute++) {
            after(Duration.ofMinutes(1));
        }
        assertThat(restarts).hasValue(4);

        after(Duration.ofMinutes(32));
        after(Duration.ofMinutes(1));
        assertThat(restarts).as("more than an hour after the first two").hasValue(6);
    }

    @Test
    void shouldLeaveTheNodeAloneWhenNoSuspendedNodeIsConnected() throws InterruptedException {
        connected = Set.of("0c".repeat(20));

        after(Duration.ofMinutes(1));

        assertThat(restarts).hasValue(0);
    }

    @Test
    void shouldAskLaterWhenTheNodeIsAway() throws InterruptedException {
        try (CometRpc nobody = new CometRpc(NO_PORT)) {
            new CutOffWatch(admission, nobody::peerIds, restarts::incrementAndGet, nanos::get).look();
        }

        assertThat(restarts).hasValue(0);
    }

    private void after(Duration time) throws InterruptedException {
        nanos.addAndGet(time.toNanos());
        watch.look();
    }

    private static ChangedLeaf changed(LeafKey key, Leaf leaf) {
        return new ChangedLeaf(key, LeafCodec.encode(leaf), Bytes.EMPTY);
    }
}
