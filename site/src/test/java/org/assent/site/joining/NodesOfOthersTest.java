package org.assent.site.joining;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.governance.Limits;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("L11")
class NodesOfOthersTest {

    @TempDir
    private Path folder;

    private static OrganizationNode node(OrganizationLeaf leaf) {
        return leaf.profile().nodes().getFirst();
    }

    @Test
    void shouldListMembersButNotItselfWhenAllAreInGoodStanding() {
        List<OrganizationLeaf> members = new Network(folder).members();

        assertThat(NodesOfOthers.peers(
                        members,
                        Optional.empty(),
                        List.of(),
                        node(members.get(0)).nodeId()))
                .containsExactly(node(members.get(1)).peer());
    }

    @Test
    void shouldLeaveOutASuspendedMemberWhenTheOperatorDidNotConfigureIt() {
        List<OrganizationLeaf> members = new Network(folder).members();
        List<OrganizationLeaf> suspended =
                List.of(members.get(0), members.get(1).withStandingChanged());

        assertThat(NodesOfOthers.peers(
                        suspended,
                        Optional.empty(),
                        List.of(),
                        node(members.get(0)).nodeId()))
                .isEmpty();
    }

    @Test
    void shouldLeaveOutASuspendedMemberWithoutAVoteEvenIfTheOperatorConfiguredIt() {
        List<OrganizationLeaf> members = new Network(folder).members();
        List<OrganizationLeaf> suspended =
                List.of(members.get(0), members.get(1).withStandingChanged());
        String configured = node(members.get(1)).nodeId() + "@10.0.0.2:26656";
        GovernanceLeaf rules =
                GovernanceLeaf.begin(List.of(members.get(0).profile().firstRootKey()), 1, List.of(), Limits.DEFAULT);
        ValidatorPower vote = new ValidatorPower(
                node(members.get(1)).validator().orElseThrow(),
                10,
                Optional.of(members.get(1).profile().organization()));

        assertThat(NodesOfOthers.peers(
                        suspended,
                        Optional.of(rules),
                        List.of(configured),
                        node(members.get(0)).nodeId()))
                .isEmpty();
        assertThat(NodesOfOthers.peers(
                        suspended,
                        Optional.of(rules.withValidators(List.of(vote))),
                        List.of(configured),
                        node(members.get(0)).nodeId()))
                .containsExactly(configured);
    }

    @Test
    void shouldTakeTheConfiguredAddressWhenTheLedgerHasAnother() {
        List<OrganizationLeaf> members = new Network(folder).members();
        String configured = node(members.get(1)).nodeId() + "@10.0.0.2:26656";

        assertThat(NodesOfOthers.peers(
                        members,
                        Optional.empty(),
                        List.of(configured),
                        node(members.get(0)).nodeId()))
                .containsExactly(configured);
    }

    @Test
    void shouldReadWhatItWroteAndSayThatAFileIsDamagedWhenItIs() throws Exception {
        List<OrganizationLeaf> members = new Network(folder).members();
        MembersFile file = new MembersFile(folder.resolve("members"));

        assertThat(file.read()).isEmpty();
        assertThat(file.write(members)).isTrue();
        assertThat(file.write(members)).isFalse();
        assertThat(file.read()).containsExactlyInAnyOrderElementsOf(members);

        Files.writeString(file.file(), "AAAA\n");
        org.assertj.core.api.Assertions.assertThatThrownBy(file::read).hasMessageContaining("damaged");
    }
}
