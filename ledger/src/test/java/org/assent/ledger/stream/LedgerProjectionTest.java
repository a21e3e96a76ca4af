package org.assent.ledger.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assent.ledger.FormatVectors;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.state.Authority;
import org.assent.ledger.state.CustodyMode;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.Leaf;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.Subject;
import org.assent.ledger.state.SubjectKey;
import org.assent.ledger.tree.TreeHash;
import org.junit.jupiter.api.Test;

class LedgerProjectionTest {

    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final Subject SUBJECT = Subject.enrolled(
                    FormatVectors.ORGANIZATION,
                    new SubjectKey(FormatVectors.key(3), Authority.CUSTODIAN),
                    CustodyMode.CUSTODIAN)
            .recorded(FormatVectors.CONSENTS.get(0), TIME)
            .recorded(FormatVectors.CONSENTS.get(1), TIME);

    private final LedgerProjection projection = new LedgerProjection();

    @Test
    void shouldKnowNothingWhenNothingWasGiven() {
        assertThat(projection.height()).isZero();
        assertThat(projection.blockTime()).isEqualTo(Instant.EPOCH);
        assertThat(projection.governance()).isEmpty();
        assertThat(projection.subject(FormatVectors.SUBJECT)).isEmpty();
    }

    @Test
    void shouldShowEveryLeafWhenAStateWasGiven() {
        giveState(10);
        assertThat(projection.height()).isEqualTo(10);
        assertThat(projection.blockTime()).isEqualTo(TIME);
        assertThat(projection.governance()).contains((GovernanceLeaf) leaf("Governance"));
        assertThat(projection.organization(FormatVectors.ORGANIZATION))
                .contains((OrganizationLeaf) leaf("Organization"));
        assertThat(projection.organizations()).containsExactly((OrganizationLeaf) leaf("Organization"));
        assertThat(projection.study(FormatVectors.STUDY)).contains((StudyLeaf) leaf("Study"));
        assertThat(projection.subject(FormatVectors.SUBJECT)).contains(SUBJECT);
    }

    @Test
    void shouldShowNothingOfAStateWhenItIsNotWhole() {
        giveState(10);
        projection.beginState(20, TIME, TreeHash.EMPTY);
        assertThat(projection.height()).isEqualTo(10);
        assertThat(projection.subject(FormatVectors.SUBJECT)).isPresent();
        assertThatThrownBy(() -> projection.committed(block(21))).isInstanceOf(IllegalStateException.class);
        projection.endOfState();
        assertThat(projection.height()).isEqualTo(20);
        assertThat(projection.subject(FormatVectors.SUBJECT)).isEmpty();
    }

    @Test
    void shouldShowABlockWhenItFollows() {
        giveState(10);
        Subject closed = SUBJECT.closed(FormatVectors.consent(0));
        projection.committed(block(11, subject(closed)));
        assertThat(projection.height()).isEqualTo(11);
        assertThat(projection.subject(FormatVectors.SUBJECT)).contains(closed);
    }

    @Test
    void shouldShowNothingOfABlockWhenOneLeafOfItIsBroken() {
        giveState(10);
        ChangedLeaf good = subject(SUBJECT.closed(FormatVectors.consent(0)));
        ChangedLeaf wrongAnnex = new ChangedLeaf(
                LeafKey.of(FormatVectors.SUBJECT),
                LeafCodec.encode(SUBJECT.leaf()),
                OpenConsents.encode(FormatVectors.CONSENTS.subList(0, 1)));
        ChangedLeaf notALeaf = new ChangedLeaf(LeafKey.of(FormatVectors.STUDY), Bytes.of(new byte[] {1}), Bytes.EMPTY);
        for (ChangedLeaf broken : List.of(wrongAnnex, notALeaf)) {
            assertThatThrownBy(() -> projection.committed(block(11, good, broken)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(projection.height()).isEqualTo(10);
            assertThat(projection.subject(FormatVectors.SUBJECT)).contains(SUBJECT);
        }
    }

    @Test
    void shouldRefuseABlockWhenOneIsMissingOrComesTwice() {
        giveState(10);
        for (long height : new long[] {9, 10, 12}) {
            assertThatThrownBy(() -> projection.committed(block(height)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("" + height);
        }
        assertThat(projection.height()).isEqualTo(10);
    }

    @Test
    void shouldTellListenersWhenTheBlockIsVisible() {
        giveState(10);
        List<Long> seen = new ArrayList<>();
        projection.onCommit(block -> {
            throw new IllegalArgumentException("a listener of this test that fails");
        });
        LedgerProjection.Listening listening = projection.onCommit(block -> {
            assertThat(projection.height()).isEqualTo(block.height());
            seen.add(block.height());
        });
        projection.onStateReplaced(() -> seen.add(projection.height()));

        projection.committed(block(11));
        giveState(20);
        listening.close();
        projection.committed(block(21));

        assertThat(seen).containsExactly(11L, 20L);
    }

    @Test
    void shouldFindAnOrganizationByPinAndServiceKeyWhenItIsUnambiguous() {
        giveState(10);
        OrganizationLeaf organization = (OrganizationLeaf) leaf("Organization");
        assertThat(projection.findByTlsPin(FormatVectors.sha("pin 2"))).contains(organization);
        assertThat(projection.findByTlsPin(FormatVectors.sha("pin 3"))).isEmpty();
        assertThat(projection.findByServiceKey(FormatVectors.key(2))).contains(organization);
        assertThat(projection.findByServiceKey(FormatVectors.key(1)))
                .as("a transaction key is no service key")
                .isEmpty();

        giveState(901);
        assertThat(projection.findByServiceKey(FormatVectors.key(2)))
                .as("valid until height 900")
                .isEmpty();
    }

    @Test
    void shouldFindNobodyWhenSuspendedOrAmbiguous() {
        giveState(10);
        OrganizationLeaf organization = (OrganizationLeaf) leaf("Organization");
        OrganizationLeaf twin = OrganizationLeaf.registered(twin(organization.profile()), 0, Instant.EPOCH);
        projection.committed(block(11, organization(twin)));
        assertThat(projection.findByTlsPin(FormatVectors.sha("pin 1"))).isEmpty();

        OrganizationLeaf suspended = organization.withStandingChanged();
        projection.committed(block(12, organization(suspended)));
        assertThat(projection.findByTlsPin(FormatVectors.sha("pin 1"))).contains(twin);
    }

    @Test
    void shouldReadSeveralLeavesOfOneHeightWhenAsked() {
        giveState(10);
        Optional<Subject> subject = projection.atOneHeight(view -> {
            assertThat(view.height()).isEqualTo(10);
            return view.subject(FormatVectors.SUBJECT);
        });
        assertThat(subject).contains(SUBJECT);
    }

    private void giveState(long height) {
        projection.beginState(height, TIME, TreeHash.EMPTY);
        projection.leaf(new ChangedLeaf(LeafKey.governance(), LeafCodec.encode(leaf("Governance")), Bytes.EMPTY));
        projection.leaf(organization((OrganizationLeaf) leaf("Organization")));
        projection.leaf(new ChangedLeaf(LeafKey.of(FormatVectors.STUDY), LeafCodec.encode(leaf("Study")), Bytes.EMPTY));
        projection.leaf(subject(SUBJECT));
        projection.leaf(new ChangedLeaf(
                LeafKey.closed(FormatVectors.SUBJECT, FormatVectors.CONSENT),
                LeafCodec.encode(leaf("ClosedConsent")),
                Bytes.EMPTY));
        projection.endOfState();
    }

    private static ChangedLeaf organization(OrganizationLeaf organization) {
        return new ChangedLeaf(
                LeafKey.of(organization.profile().organization()), LeafCodec.encode(organization), Bytes.EMPTY);
    }

    private static ChangedLeaf subject(Subject subject) {
        return new ChangedLeaf(
                LeafKey.of(FormatVectors.SUBJECT),
                LeafCodec.encode(subject.leaf()),
                OpenConsents.encode(subject.consents()));
    }

    private static CommittedBlock block(long height, ChangedLeaf... changes) {
        return new CommittedBlock(height, TIME.plusSeconds(height), TreeHash.EMPTY, List.of(changes), List.of());
    }

    private static OrganizationProfile twin(OrganizationProfile profile) {
        return new OrganizationProfile(
                FormatVectors.key(7),
                profile.name(),
                profile.keys(),
                profile.addresses(),
                profile.tlsPins(),
                profile.flags(),
                profile.ownPolicy(),
                profile.foreignPolicy(),
                profile.nodes());
    }

    private static Leaf leaf(String kind) {
        return Objects.requireNonNull(FormatVectors.leaves().get(kind));
    }
}
