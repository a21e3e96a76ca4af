package org.assent.site.joining;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.abci.node.CometRpc;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.ChangeDigest;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.OrganizationNode;
import org.assent.ledger.state.OrganizationProfile;
import org.assent.ledger.state.ProposalLeaf;
import org.assent.ledger.transaction.ApproveChange;
import org.assent.ledger.transaction.ProposeChange;
import org.assent.ledger.transaction.SignedTransaction;
import org.assent.ledger.transaction.TransactionSigner;

/**
 * What accreditors are asked for at a site, in plain words, and their signatures: registrations, collected in the request until
 * enough have signed and then submitted; votes for nodes and other changes, collected on the ledger. Whether enough have signed
 * is decided by the ledger alone; here it is only counted to know when to submit.
 */
public final class Approval {

    private static final Duration GOOD_FOR = Duration.ofMinutes(5);

    private final String chainId;
    private final LedgerDesk ledger;
    private final MemberStanding standings;
    private final RequestFolder requests;
    private final Clock clock;

    /**
     * At a site.
     *
     * @param rpc of its node, which must run
     * @param requests those that came to it
     */
    public Approval(String chainId, CometRpc rpc, RequestFolder requests, Clock clock) {
        this.chainId = chainId;
        this.ledger = new LedgerDesk(rpc);
        this.standings = new MemberStanding(chainId, ledger, requests, clock);
        this.requests = requests;
        this.clock = clock;
    }

    /** Everything that waits for approvals. */
    public List<Question> questions() throws IOException, InterruptedException {
        GovernanceLeaf governance = ledger.governance();
        List<Question> questions = new ArrayList<>();
        Set<Bytes32> proposed = new HashSet<>();
        for (long number : governance.open()) {
            Optional<ProposalLeaf> proposal = ledger.proposal(number);
            proposal.ifPresent(leaf -> questions.add(new Question.Decide(number, leaf)));
            proposal.map(ProposalLeaf::change).ifPresent(change -> {
                if (change instanceof Change.SetValidator set) {
                    proposed.add(set.validator());
                }
            });
        }
        for (JoinRequest request : requests.requests()) {
            question(request, governance, proposed).ifPresent(questions::add);
        }
        questions.addAll(standings.waiting());
        return questions;
    }

    /** Members taken out of force, and back. */
    public MemberStanding standings() {
        return standings;
    }

    /** The members' rules now. */
    public GovernanceLeaf governance() throws IOException, InterruptedException {
        return ledger.governance();
    }

    /** A member as it is now. */
    public Optional<OrganizationLeaf> member(OrganizationId organization) throws IOException, InterruptedException {
        return ledger.organization(organization);
    }

    /** What a request still needs; empty if nothing, or if it is a proposal already. */
    private Optional<Question> question(JoinRequest request, GovernanceLeaf governance, Set<Bytes32> proposed)
            throws IOException, InterruptedException {
        if (ledger.organization(request.profile().organization()).isEmpty()) {
            return request.registration().expires().isBefore(clock.instant())
                    ? Optional.empty()
                    : Optional.of(new Question.Register(request));
        }
        Optional<OrganizationNode> node = request.validator();
        if (node.isEmpty()) {
            return Optional.empty();
        }
        Bytes32 key = node.get().validator().orElseThrow();
        boolean votes = governance.validators().stream()
                .anyMatch(validator -> validator.key().equals(key));
        return votes || proposed.contains(key)
                ? Optional.empty()
                : Optional.of(new Question.Elect(request, node.get()));
    }

    /** What is asked, for people. */
    public List<String> explain(Question question) throws IOException, InterruptedException {
        GovernanceLeaf governance = ledger.governance();
        return switch (question) {
            case Question.Register register -> {
                OrganizationProfile profile = register.request().profile();
                List<String> lines = new ArrayList<>(List.of(
                        profile.name() + " asks to be registered as a member.",
                        "Its site is " + String.join(", ", profile.addresses())
                                + ", its nodes "
                                + profile.nodes().stream()
                                        .map(OrganizationNode::peer)
                                        .toList()
                                + (register.request().validator().isPresent()
                                        ? "; it wants a vote, which is asked for later."
                                        : "; it wants no vote."),
                        "Registered, it can register studies and ask for studies of patients who agreed.",
                        "Before you sign, have its people read you this by phone: "
                                + register.request().fingerprint(),
                        "Signed by %d of the %d accreditors that it takes; good until %s."
                                .formatted(
                                        approvals(governance, register.request()),
                                        governance.threshold(),
                                        register.request().registration().expires())));
                if (!profile.flags().isEmpty()) {
                    lines.add(2, "It asks for " + profile.flags() + ".");
                }
                yield lines;
            }
            case Question.Elect elect ->
                List.of(
                        elect.request().profile().name() + " is registered and asks for a vote on the ledger.",
                        "Its node %s %s"
                                .formatted(
                                        elect.node().nodeId(),
                                        ledger.isConnected(elect.node())
                                                ? "is connected with this site's."
                                                : "IS NOT CONNECTED with this site's; a validator that is away weakens the network."),
                        "It would have %d of %d votes. Nobody has approved this yet; it takes %d accreditors."
                                .formatted(
                                        power(governance),
                                        power(governance) + sum(governance),
                                        governance.threshold()));
            case Question.Unseat unseat ->
                List.of(
                        "Takes the vote from a node of "
                                + unseat.member().profile().name()
                                + ": %d of %d votes, validator %s."
                                        .formatted(
                                                unseat.validator().power(),
                                                sum(governance),
                                                unseat.validator().key()),
                        "Nobody has approved this yet; it takes %d accreditors.".formatted(governance.threshold()));
            case Question.Standing standing -> MemberStanding.words(standing, governance);
            case Question.Decide decide ->
                List.of(
                        words(decide.proposal().change(), governance),
                        "Approved by %d of the %d accreditors that it takes."
                                .formatted(approvals(governance, decide.proposal()), governance.threshold()),
                        "Compare by phone: "
                                + Fingerprint.of(
                                        ChangeDigest.of(decide.proposal().change())));
        };
    }

    private String words(Change change, GovernanceLeaf governance) throws IOException, InterruptedException {
        return switch (change) {
            case Change.SetValidator set -> {
                String who = name(set.organization());
                long before = governance.validators().stream()
                        .filter(validator -> validator.key().equals(set.validator()))
                        .mapToLong(ValidatorPower::power)
                        .sum();
                yield set.power() == 0
                        ? "Takes the vote from a node of " + who + "."
                        : "Gives a node of %s %d votes (now %d); all others have %d together."
                                .formatted(who, set.power(), before, sum(governance) - before);
            }
            case Change.SetAccreditors set ->
                "Replaces the accreditors: %d, of whom it takes %d (now %d of %d)."
                        .formatted(
                                set.accreditors().size(),
                                set.threshold(),
                                governance.threshold(),
                                governance.accreditors().size());
            case Change.SetLimits set -> "Changes the bounds to " + set.limits() + ".";
            case Change.ScheduleUpgrade schedule ->
                "From height %d on rules of version %d hold."
                        .formatted(
                                schedule.upgrade().height(), schedule.upgrade().rulesVersion());
        };
    }

    /**
     * Signs, and submits what is complete.
     *
     * @return what came of it, for people
     * @throws IOException if the key may not sign this, or the ledger refuses it
     */
    public String approve(Question question, Signer signer) throws IOException, InterruptedException {
        GovernanceLeaf governance = ledger.governance();
        return switch (question) {
            case Question.Register register -> register(register.request(), governance, signer);
            case Question.Unseat unseat ->
                propose(
                        new Change.SetValidator(
                                unseat.validator().key(),
                                unseat.member().profile().organization(),
                                0),
                        governance,
                        signer);
            case Question.Standing standing -> standings.sign(standing, governance, signer);
            case Question.Elect elect ->
                propose(
                        new Change.SetValidator(
                                elect.node().validator().orElseThrow(),
                                elect.request().profile().organization(),
                                power(governance)),
                        governance,
                        signer);
            case Question.Decide decide -> {
                if (!decide.proposal().approvals().contains(signer.publicKey())) {
                    ledger.submit(approval(decide, signer));
                }
                yield decided(decide.number(), signer.publicKey());
            }
        };
    }

    private String propose(Change change, GovernanceLeaf governance, Signer signer)
            throws IOException, InterruptedException {
        long number = governance.proposals() + 1;
        ledger.submit(new TransactionSigner(chainId).sign(new ProposeChange(number, change, soon()), signer));
        return decided(number, signer.publicKey()) + " The others: proposal-" + number + ".";
    }

    private SignedTransaction approval(Question.Decide decide, Signer signer) {
        return new TransactionSigner(chainId)
                .sign(
                        new ApproveChange(
                                decide.number(),
                                ChangeDigest.of(decide.proposal().change()),
                                soon()),
                        signer);
    }

    /** Adds a signature to a request from a file, for a site that has no such invitation. */
    public String register(JoinRequest request, Signer signer) throws IOException, InterruptedException {
        return register(request, ledger.governance(), signer);
    }

    private String register(JoinRequest request, GovernanceLeaf governance, Signer signer)
            throws IOException, InterruptedException {
        if (!request.chainId().equals(chainId)) {
            throw new IOException("this request is for another chain");
        }
        if (!governance.accreditors().contains(signer.publicKey())) {
            throw new IOException("this key is not an accreditor's");
        }
        // What came to this site may have signatures that the given file lacks, and the other way round.
        JoinRequest signed = request.signedBy(signer, requests.request(request.invitation()), governance.accreditors());
        requests.keep(signed);
        int approvals = approvals(governance, signed);
        if (approvals < governance.threshold()) {
            return "Signed: %d of %d. %s is not registered before enough have signed."
                    .formatted(
                            approvals, governance.threshold(), request.profile().name());
        }
        ledger.submit(signed.signed());
        ledger.awaited(
                () -> ledger.organization(request.profile().organization()),
                clock,
                "the registration is not in a block yet; run this again");
        return "Signed: %d of %d. %s is registered; the members let its node in."
                .formatted(approvals, governance.threshold(), request.profile().name());
    }

    private String decided(long number, PublicKey key) throws IOException, InterruptedException {
        ProposalLeaf proposal = ledger.awaited(
                () -> ledger.proposal(number).filter(leaf -> leaf.approvals().contains(key)),
                clock,
                "the ledger has not taken the approval: the key may have no vote, or the ledger stands still");
        GovernanceLeaf governance = ledger.governance();
        return proposal.made()
                ? "Approved, and decided: it is made."
                : "Approved: %d of %d. Nothing changes before enough have approved."
                        .formatted(approvals(governance, proposal), governance.threshold());
    }

    private Instant soon() {
        return clock.instant().plus(GOOD_FOR).truncatedTo(ChronoUnit.SECONDS);
    }

    private static long approvals(GovernanceLeaf governance, ProposalLeaf proposal) {
        return governance.accreditors().stream()
                .filter(proposal.approvals()::contains)
                .count();
    }

    private static int approvals(GovernanceLeaf governance, JoinRequest request) {
        return (int)
                governance.accreditors().stream().filter(request::hasSigned).count();
    }

    /** As many votes as the weakest of the others. */
    private static long power(GovernanceLeaf governance) {
        return governance.validators().stream()
                .mapToLong(ValidatorPower::power)
                .min()
                .orElse(1);
    }

    private static long sum(GovernanceLeaf governance) {
        return governance.validators().stream().mapToLong(ValidatorPower::power).sum();
    }

    private String name(OrganizationId organization) throws IOException, InterruptedException {
        return ledger.organization(organization)
                .map(leaf -> leaf.profile().name())
                .orElse("nobody who is registered");
    }
}
