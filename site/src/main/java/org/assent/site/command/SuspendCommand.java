package org.assent.site.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.site.SiteFolder;
import org.assent.site.joining.Approval;
import org.assent.site.joining.MemberStanding;
import org.assent.site.joining.Question;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./assent suspend}: takes a member's votes away and takes it out of force, or reinstates it, by the signatures of m
 * accreditors. Each of them runs it, or {@code ./assent approve}.
 */
@Command(name = "suspend")
public final class SuspendCommand implements Callable<Integer> {

    private static final int SHORTEST_ID = 8;

    @Mixin
    private SiteChoice choice = new SiteChoice();

    @Mixin
    private AccreditorKey key = new AccreditorKey();

    @Option(names = "--vote")
    private boolean voteOnly;

    @Option(names = "--end")
    private boolean end;

    @Parameters(index = "0", arity = "0..1")
    private @Nullable String member;

    @Override
    public Integer call() throws Exception {
        if (voteOnly && end) {
            throw new IOException("--vote takes a vote away, --end reinstates: one of them");
        }
        try (AccreditorDesk desk = AccreditorDesk.at(choice.folder(null))) {
            Approval approval = desk.approval();
            List<OrganizationLeaf> members = members(desk.folder(), approval);
            if (member == null) {
                list(members, approval.governance());
                return 0;
            }
            OrganizationLeaf chosen = chosen(members, member);
            List<Question> questions = end
                    ? approval.standings().reinstatement(chosen)
                    : approval.standings().suspension(chosen, voteOnly);
            if (questions.isEmpty()) {
                System.out.println(chosen.profile().name()
                        + (end ? " is in force." : voteOnly ? " has no vote." : " is suspended and has no vote."));
                return 0;
            }
            Signer signer = key.signer(choice);
            for (Question question : questions) {
                approval.explain(question).forEach(System.out::println);
            }
            if (!key.isGiven()) {
                return 1;
            }
            for (Question question : questions) {
                System.out.println(approval.approve(question, signer));
            }
            return 0;
        }
    }

    /** As the ledger has them now; who they are, the site has seen. */
    private static List<OrganizationLeaf> members(SiteFolder folder, Approval approval)
            throws IOException, InterruptedException {
        List<OrganizationLeaf> members = new ArrayList<>();
        for (OrganizationLeaf seen : folder.members().read()) {
            approval.member(seen.profile().organization()).ifPresent(members::add);
        }
        members.sort(Comparator.comparing(leaf -> leaf.profile().name()));
        return members;
    }

    private static void list(List<OrganizationLeaf> members, GovernanceLeaf governance) {
        System.out.println("Members, the beginning of their ids, and their votes:");
        for (OrganizationLeaf leaf : members) {
            long votes = MemberStanding.votes(leaf, governance).stream()
                    .mapToLong(ValidatorPower::power)
                    .sum();
            System.out.println("  %s  %s  %d%s"
                    .formatted(
                            leaf.profile().organization().toHex().substring(0, SHORTEST_ID),
                            leaf.profile().name(),
                            votes,
                            leaf.suspended() ? "  SUSPENDED" : ""));
        }
    }

    private static OrganizationLeaf chosen(List<OrganizationLeaf> members, String text) throws IOException {
        List<OrganizationLeaf> found = members.stream()
                .filter(leaf -> leaf.profile().name().equalsIgnoreCase(text)
                        || (text.length() >= SHORTEST_ID
                                && leaf.profile().organization().toHex().startsWith(text.toLowerCase(Locale.ROOT))))
                .toList();
        if (found.size() != 1) {
            throw new IOException(
                    found.isEmpty()
                            ? "no member is called " + text + "; ./assent suspend without it lists them"
                            : "several members are called " + text + "; give the beginning of the id instead");
        }
        return found.getFirst();
    }
}
