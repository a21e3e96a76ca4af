package org.assent.site.joining;

import java.io.IOException;
import java.nio.file.Files;
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
    private static final Duration STANDING_GOOD_FOR = Duration.ofDays(7).minusHours(1);
    private static final Duration FINAL_WITHIN = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final String chainId;
    private final LedgerDesk ledger;
    private final RequestFolder requests;
    private final Clock clock;

    /** Something that can be approved. */
    public sealed interface Question {

        /** What to type to approve it. */
        String name();

        /** A registration that lacks signatures. */
        record Register(JoinRequest request) implements Question {
            @Override
            public String name() {
                return "request-" + request.invitation().toHex().substring(0, 8);
            }
        }

        /** A vote for the node of an organization that is registered, not proposed yet. */
        record Elect(JoinRequest request, OrganizationNode node) implements Question {
            @Override
            public String name() {
                return "vote-" + request.invitation().toHex().substring(0, 8);
            }
        }

        /** A vote that is to be taken away, not proposed yet. */
        record Unseat(OrganizationLeaf member, ValidatorPower validator) implements Question {
            @Override
            public String name() {
                return "unseat-" + validator.key().toHex().substring(0, 8);
            }
        }

        /** A member's suspension, or the end of one, that lacks signatures; empty before the first. */
        record Standing(OrganizationLeaf member, boolean suspends, Optional<StandingRequest> request)
                implements Question {
            @Override
            public String name() {
                return (suspends ? "suspension-" : "reinstatement-")
                        + member.profile().organization().toHex().substring(0, 8);
            }
        }

        /** A change that is on the ledger and lacks approvals. */
        record Decide(long number, ProposalLeaf proposal) implements Question {
            @Override
            public String name() {
                return "proposal-" + number;
            }
        }
    }

    /**
     * At a site.
     *
     * @param rpc of its node, which must run
     * @param requests those that came to it
     */
    public Approval(String chainId, CometRpc rpc, RequestFolder requests, Clock clock) {
        this.chainId = chainId;
        this.ledger = new LedgerDesk(rpc);
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
        for (StandingRequest request : requests.standings()) {
            Optional<OrganizationLeaf> member = ledger.organization(request.organization());
            if (member.isPresent() && isOpen(request, member.get())) {
                questions.add(new Question.Standing(member.get(), request.suspends(), Optional.of(request)));
            }
        }
        return questions;
    }

    private boolean isOpen(StandingRequest request, OrganizationLeaf member) {
        return request.chainId().equals(chainId)
                && request.revision() == member.revision() + 1
                && request.suspends() != member.suspended()
                && request.expires().isAfter(clock.instant());
    }

    /**
     * What it takes to suspend a member: its votes are taken away first, so that the ledger does not lack them.
     *
     * @param votesOnly leaves it a member in force
     * @return nothing if there is nothing left to do
     */
    public List<Question> suspension(OrganizationLeaf member, boolean votesOnly)
            throws IOException, InterruptedException {
        GovernanceLeaf governance = ledger.governance();
        List<Question> questions = new ArrayList<>();
        for (ValidatorPower validator : votes(member, governance)) {
            questions.add(
                    proposedUnseat(governance, validator).orElseGet(() -> new Question.Unseat(member, validator)));
        }
        if (!votesOnly && !member.suspended()) {
            questions.add(standing(member, true));
        }
        return questions;
    }

    /** What it takes to reinstate a member; its votes are another decision. Nothing if it is in force. */
    public List<Question> reinstatement(OrganizationLeaf member) throws IOException {
        return member.suspended() ? List.of(standing(member, false)) : List.of();
    }

    private Question standing(OrganizationLeaf member, boolean suspends) throws IOException {
        return new Question.Standing(
                member,
                suspends,
                requests.standing(member.profile().organization())
                        .filter(request -> request.suspends() == suspends && isOpen(request, member)));
    }

    /** Somebody else may have proposed it. */
    private Optional<Question> proposedUnseat(GovernanceLeaf governance, ValidatorPower validator)
            throws IOException, InterruptedException {
        for (long number : governance.open()) {
            Optional<ProposalLeaf> proposal = ledger.proposal(number)
                    .filter(leaf -> leaf.change() instanceof Change.SetValidator set
                            && set.power() == 0
                            && set.validator().equals(validator.key()));
            if (proposal.isPresent()) {
                return Optional.of(new Question.Decide(number, proposal.get()));
            }
        }
        return Optional.empty();
    }

    /** The validators of a member: those that it was given, and those of the genesis file that it says are its own. */
    public static List<ValidatorPower> votes(OrganizationLeaf member, GovernanceLeaf governance) {
        OrganizationId id = member.profile().organization();
        return governance.validators().stream()
                .filter(validator -> validator.organization().isPresent()
                        ? validator.organization().get().equals(id)
                        : member.profile().nodes().stream()
                                .anyMatch(node -> node.validator().equals(Optional.of(validator.key()))))
                .toList();
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
                                + ": %d of %d votes."
                                        .formatted(unseat.validator().power(), sum(governance)),
                        "Nobody has approved this yet; it takes %d accreditors.".formatted(governance.threshold()));
            case Question.Standing standing -> standingWords(standing, governance);
            case Question.Decide decide ->
                List.of(
                        words(decide.proposal().change(), governance),
                        "Approved by %d of the %d accreditors that it takes."
                                .formatted(
                                        governance.accreditors().stream()
                                                .filter(decide.proposal().approvals()::contains)
                                                .count(),
                                        governance.threshold()),
                        "Compare by phone: "
                                + Fingerprint.of(
                                        ChangeDigest.of(decide.proposal().change())));
        };
    }

    private static List<String> standingWords(Question.Standing standing, GovernanceLeaf governance) {
        String who = standing.member().profile().name();
        List<String> lines = new ArrayList<>();
        lines.add(
                standing.suspends()
                        ? "Suspends " + who
                                + ": nobody takes its transactions and requests any more, and it gets nothing."
                        : "Reinstates " + who + ": it may do again what it could do before it was suspended.");
        if (standing.suspends()) {
            lines.add(
                    votes(standing.member(), governance).isEmpty()
                            ? "The members' nodes end their connections with its nodes."
                            : "Its nodes stay connected as long as they have a vote.");
        }
        lines.add(
                standing.request().isEmpty()
                        ? "Nobody has signed this yet; it takes %d accreditors.".formatted(governance.threshold())
                        : "Signed by %d of the %d accreditors that it takes; good until %s."
                                .formatted(
                                        standing.request().get().approvals(governance.accreditors()),
                                        governance.threshold(),
                                        standing.request().get().expires()));
        standing.request().ifPresent(request -> lines.add("Compare by phone: " + request.fingerprint()));
        return lines;
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
            case Question.Standing standing -> sign(standing, governance, signer);
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

    /** Adds a signature to a suspension or reinstatement, and submits it when enough have signed. */
    private String sign(Question.Standing standing, GovernanceLeaf governance, Signer signer)
            throws IOException, InterruptedException {
        OrganizationLeaf member = standing.member();
        OrganizationId id = member.profile().organization();
        if (!governance.accreditors().contains(signer.publicKey())) {
            throw new IOException("this key is not an accreditor's");
        }
        StandingRequest asked = standing.request()
                .orElseGet(() -> StandingRequest.sign(
                        chainId,
                        id,
                        member.revision() + 1,
                        standing.suspends(),
                        clock.instant().plus(STANDING_GOOD_FOR).truncatedTo(ChronoUnit.SECONDS),
                        signer));
        if (!isOpen(asked, member)) {
            throw new IOException(
                    "this request is over: %s has changed since, or it is for another chain; begin anew with"
                                    .formatted(member.profile().name())
                            + " ./assent suspend");
        }
        StandingRequest signed = requests.standing(id)
                .filter(kept -> kept.signed().body().equals(asked.signed().body()))
                .map(asked::merged)
                .orElse(asked)
                .signedBy(signer);
        requests.keep(signed);
        int approvals = signed.approvals(governance.accreditors());
        if (approvals < governance.threshold()) {
            return "Signed: %d of %d. Nothing changes before enough have signed. The others, at this site: ./assent approve … %s; at another: the file %s."
                    .formatted(approvals, governance.threshold(), standing.name(), requests.standingFile(id));
        }
        ledger.submit(signed.signed());
        Instant end = clock.instant().plus(FINAL_WITHIN);
        while (clock.instant().isBefore(end)) {
            if (ledger.organization(id)
                    .filter(leaf -> leaf.suspended() == standing.suspends())
                    .isPresent()) {
                Files.deleteIfExists(requests.standingFile(id));
                return "Signed: %d of %d. %s is %s."
                        .formatted(
                                approvals,
                                governance.threshold(),
                                member.profile().name(),
                                standing.suspends() ? "suspended" : "reinstated");
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("it is not in a block yet; run this again");
    }

    /** What a file asks for that an accreditor was handed. */
    public Question of(StandingRequest request) throws IOException, InterruptedException {
        OrganizationLeaf member = ledger.organization(request.organization())
                .orElseThrow(() -> new IOException("nobody on this ledger is the organization of this request"));
        return new Question.Standing(member, request.suspends(), Optional.of(request));
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
        JoinRequest signed = requests.request(request.invitation())
                .filter(kept -> kept.signed().body().equals(request.signed().body()))
                .map(request::merged)
                .orElse(request)
                .signedBy(signer);
        requests.keep(signed);
        int approvals = approvals(governance, signed);
        if (approvals < governance.threshold()) {
            return "Signed: %d of %d. %s is not registered before enough have signed."
                    .formatted(
                            approvals, governance.threshold(), request.profile().name());
        }
        ledger.submit(signed.signed());
        Instant end = clock.instant().plus(FINAL_WITHIN);
        while (clock.instant().isBefore(end)) {
            if (ledger.organization(request.profile().organization()).isPresent()) {
                return "Signed: %d of %d. %s is registered; the members let its node in."
                        .formatted(
                                approvals,
                                governance.threshold(),
                                request.profile().name());
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("the registration is not in a block yet; run this again");
    }

    private String decided(long number, PublicKey key) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(FINAL_WITHIN);
        while (clock.instant().isBefore(end)) {
            Optional<ProposalLeaf> proposal =
                    ledger.proposal(number).filter(leaf -> leaf.approvals().contains(key));
            if (proposal.isPresent()) {
                GovernanceLeaf governance = ledger.governance();
                return proposal.get().made()
                        ? "Approved, and decided: it is made."
                        : "Approved: %d of %d. Nothing changes before enough have approved."
                                .formatted(
                                        governance.accreditors().stream()
                                                .filter(proposal.get().approvals()::contains)
                                                .count(),
                                        governance.threshold());
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException(
                "the ledger has not taken the approval: the key may have no vote, or the ledger stands still");
    }

    private Instant soon() {
        return clock.instant().plus(GOOD_FOR).truncatedTo(ChronoUnit.SECONDS);
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
