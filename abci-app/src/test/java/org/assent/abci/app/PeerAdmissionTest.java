package org.assent.abci.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.assent.abci.server.AbciApplication;
import org.assent.abci.testing.Hospital;
import org.assent.abci.testing.Keys;
import org.assent.abci.wire.Request;
import org.assent.abci.wire.RequestQuery;
import org.assent.abci.wire.Response;
import org.assent.abci.wire.ResponseQuery;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.stream.ChangedLeaf;
import org.assent.ledger.stream.CommittedBlock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("TH-02")
class PeerAdmissionTest {

    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final String OWN = id("own");
    private static final String FRIEND = id("friend");

    private final Member north = new Member("north");
    private final Member south = new Member("south");
    private final AtomicLong nanos = new AtomicLong();
    private final PeerAdmission admission = new PeerAdmission(OWN, Set.of(FRIEND), nanos::get);
    private final AbciApplication application = admission.before(request -> Response.newBuilder()
            .setQuery(ResponseQuery.newBuilder().setLog("the application's"))
            .build());
    private long height;

    /** An organization with one node that has a validator's key. */
    private record Member(String name) {
        OrganizationNode node() {
            return new OrganizationNode(id(name), name + ".example:26656", Optional.of(key()));
        }

        Bytes32 key() {
            return Keys.bytes(name + " validator");
        }

        OrganizationLeaf listing(OrganizationNode... nodes) {
            Hospital hospital = new Hospital(name);
            OrganizationProfile profile = hospital.profile(name, Set.of(), List.of(nodes), hospital.transaction());
            return OrganizationLeaf.registered(profile, 0, NOW);
        }
    }

    private static String id(String name) {
        return Keys.bytes(name + " node").toHex().substring(0, 40);
    }

    @Test
    void shouldLetInWhomItBeginsWithAndNobodyElseWhileThereIsNoState() {
        assertThat(code("/p2p/filter/id/" + FRIEND)).isZero();
        assertThat(code("/p2p/filter/id/" + id("north"))).isNotZero();
        assertThat(code("/p2p/filter/id/")).isNotZero();
        assertThat(code("/p2p/filter/other")).isNotZero();
    }

    @Test
    void shouldNotJudgeByAddressesAndLeaveOtherQueriesToTheApplication() {
        assertThat(code("/p2p/filter/addr/203.0.113.9:26656")).isZero();
        assertThat(ask("/leaf").getLog()).isEqualTo("the application's");
    }

    @Test
    void shouldLetInMembersAndRefuseThoseWhoAreSuspended() {
        committed(governance(), north.listing(north.node()), south.listing(south.node()));
        assertThat(code("/p2p/filter/id/" + id("north"))).isZero();
        assertThat(code("/p2p/filter/id/" + id("south"))).isZero();
        assertThat(code("/p2p/filter/id/" + id("west"))).isNotZero();

        committed(south.listing(south.node()).withStandingChanged());
        assertThat(code("/p2p/filter/id/" + id("south"))).isNotZero();
        assertThat(admission.cutOff()).containsExactly(id("south"));

        committed(south.listing(south.node()).withStandingChanged().withStandingChanged());
        assertThat(code("/p2p/filter/id/" + id("south"))).isZero();
    }

    @Test
    void shouldRefuseASuspendedMemberEvenIfTheOperatorConfiguredItsNode() {
        OrganizationNode friend = new OrganizationNode(FRIEND, "friend.example:26656", Optional.empty());
        committed(governance(), north.listing(friend).withStandingChanged());

        assertThat(code("/p2p/filter/id/" + FRIEND)).isNotZero();
    }

    @Test
    void shouldKeepASuspendedMemberWhileItHasAVote() {
        committed(governance(given(south)), south.listing(south.node()).withStandingChanged());
        assertThat(code("/p2p/filter/id/" + id("south"))).isZero();

        committed(governance(fromGenesis(south)));
        assertThat(code("/p2p/filter/id/" + id("south"))).isZero();

        committed(governance());
        assertThat(code("/p2p/filter/id/" + id("south"))).isNotZero();
    }

    @Test
    void shouldRefuseANodeThatNobodyListsAnyMoreEvenIfItBeganWithIt() {
        OrganizationNode friend = new OrganizationNode(FRIEND, "friend.example:26656", Optional.empty());
        committed(governance(), north.listing(friend));
        assertThat(code("/p2p/filter/id/" + FRIEND)).isZero();

        committed(north.listing(north.node()));
        assertThat(code("/p2p/filter/id/" + FRIEND)).isNotZero();

        committed(north.listing(north.node(), friend));
        assertThat(code("/p2p/filter/id/" + FRIEND)).isZero();
    }

    @Test
    void shouldKeepASuspendedMembersNodeWhenAnotherListsTheKeyOfTheVoteThatItWasGiven() {
        OrganizationNode withSouthsKey = new OrganizationNode(id("north"), "n.example:1", Optional.of(south.key()));
        committed(
                governance(given(south)),
                north.listing(withSouthsKey),
                south.listing(south.node()).withStandingChanged());

        assertThat(code("/p2p/filter/id/" + id("south"))).isZero();
    }

    @Test
    void shouldNotLetASuspendedMemberHideBehindAnothersVoteNorDragAnothersNodeDown() {
        OrganizationNode withNorthsKey = new OrganizationNode(id("south"), "s.example:1", Optional.of(north.key()));
        OrganizationNode northsNode = new OrganizationNode(id("north"), "n.example:1", Optional.empty());
        committed(
                governance(fromGenesis(north)),
                north.listing(north.node()),
                south.listing(withNorthsKey, northsNode).withStandingChanged());

        assertThat(code("/p2p/filter/id/" + id("south"))).isNotZero();
        assertThat(code("/p2p/filter/id/" + id("north"))).isZero();
    }

    @Test
    void shouldBeginAnewWithAWholeStateAndKeepTheAnswersUntilItIsWhole() {
        committed(governance(), north.listing(north.node()));
        admission.beginState(90, NOW, Keys.bytes("hash"));
        admission.leaf(leaf(governance()));
        assertThat(code("/p2p/filter/id/" + id("north"))).isZero();

        admission.leaf(leaf(south.listing(south.node())));
        admission.endOfState();
        assertThat(code("/p2p/filter/id/" + id("north"))).isNotZero();
        assertThat(code("/p2p/filter/id/" + id("south"))).isZero();
    }

    @Test
    void shouldTryNowAndThenWhenItsOwnOrganizationIsSuspended() {
        OrganizationNode own = new OrganizationNode(OWN, "own.example:26656", Optional.empty());
        committed(governance(), north.listing(north.node()), south.listing(own).withStandingChanged());

        assertThat(code("/p2p/filter/id/" + id("north"))).isZero();
        assertThat(code("/p2p/filter/id/" + id("north"))).isNotZero();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(code("/p2p/filter/id/" + id("north"))).isZero();

        committed(south.listing(own).withStandingChanged().withStandingChanged());
        assertThat(code("/p2p/filter/id/" + id("north"))).isZero();
    }

    @Test
    void shouldGiveEachMemberAnotherTurn() {
        List<String> ids = List.of(id("north"), id("south"), OWN);
        List<Integer> turns = ids.stream()
                .map(own -> {
                    PeerAdmission at = new PeerAdmission(own, Set.of(), nanos::get);
                    at.committed(block(
                            governance(),
                            north.listing(north.node()),
                            south.listing(south.node()),
                            new Member("west").listing(new OrganizationNode(OWN, "own.example:1", Optional.empty())),
                            new Member("east")
                                    .listing(new Member("east").node())
                                    .withStandingChanged()));
                    return at.turn();
                })
                .toList();

        assertThat(turns).containsExactlyInAnyOrder(0, 1, 2);
    }

    private static ValidatorPower given(Member member) {
        return new ValidatorPower(member.key(), 10, Optional.of(new Hospital(member.name()).id()));
    }

    private static ValidatorPower fromGenesis(Member member) {
        return new ValidatorPower(member.key(), 10, Optional.empty());
    }

    private static GovernanceLeaf governance(ValidatorPower... validators) {
        return GovernanceLeaf.begin(
                        Hospital.ACCREDITORS.stream()
                                .map(signer -> signer.publicKey())
                                .toList(),
                        2,
                        List.of(),
                        Limits.DEFAULT)
                .withValidators(List.of(validators));
    }

    private void committed(Leaf... leaves) {
        admission.committed(block(leaves));
    }

    private CommittedBlock block(Leaf... leaves) {
        height++;
        return new CommittedBlock(
                height,
                NOW.plusSeconds(height),
                Keys.bytes("hash"),
                java.util.Arrays.stream(leaves).map(PeerAdmissionTest::leaf).toList(),
                List.of());
    }

    private static ChangedLeaf leaf(Leaf leaf) {
        LeafKey key = leaf instanceof OrganizationLeaf organization
                ? LeafKey.of(organization.profile().organization())
                : LeafKey.governance();
        return new ChangedLeaf(key, LeafCodec.encode(leaf), Bytes.EMPTY);
    }

    private int code(String path) {
        return ask(path).getCode();
    }

    private ResponseQuery ask(String path) {
        return application
                .handle(Request.newBuilder()
                        .setQuery(RequestQuery.newBuilder().setPath(path))
                        .build())
                .getQuery();
    }
}
