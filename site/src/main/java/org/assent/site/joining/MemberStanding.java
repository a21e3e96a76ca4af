package org.assent.site.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.governance.Change;
import org.assent.ledger.governance.ValidatorPower;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.GovernanceLeaf;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.ProposalLeaf;

/**
 * Members taken out of force, and back: what it takes, and the signatures, which are collected in a file of the site until enough
 * have signed, then submitted.
 */
public final class MemberStanding {

    private static final Duration GOOD_FOR = Duration.ofDays(7).minusHours(1);
    /** As the rules have it; one that is over is proposed anew. */
    private static final Duration OPEN_FOR = Duration.ofDays(30);

    private final String chainId;
    private final LedgerDesk ledger;
    private final RequestFolder requests;
    private final Clock clock;

    MemberStanding(String chainId, LedgerDesk ledger, RequestFolder requests, Clock clock) {
        this.chainId = chainId;
        this.ledger = ledger;
        this.requests = requests;
        this.clock = clock;
    }

    /** Those that wait for signatures at this site. */
    List<Question> waiting() throws IOException, InterruptedException {
        List<Question> questions = new ArrayList<>();
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
                && request.standing() == member.standing() + 1
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
                            && set.validator().equals(validator.key()))
                    .filter(leaf -> clock.instant().isBefore(leaf.proposedAt().plus(OPEN_FOR)));
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

    /** What is asked, for people. */
    static List<String> words(Question.Standing standing, GovernanceLeaf governance) {
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

    /** Adds a signature to a suspension or reinstatement, and submits it when enough have signed. */
    String sign(Question.Standing standing, GovernanceLeaf governance, Signer signer)
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
                        member.standing() + 1,
                        standing.suspends(),
                        clock.instant().plus(GOOD_FOR).truncatedTo(ChronoUnit.SECONDS),
                        signer));
        if (!isOpen(asked, member)) {
            throw new IOException(
                    "this request is over: %s has changed since, or it is for another chain; begin anew with"
                                    .formatted(member.profile().name())
                            + " ./assent suspend");
        }
        StandingRequest signed = asked.signedBy(signer, requests.standing(id), governance.accreditors());
        requests.keep(signed);
        int approvals = signed.approvals(governance.accreditors());
        if (approvals < governance.threshold()) {
            return "Signed: %d of %d. Nothing changes before enough have signed. The others, at this site: ./assent approve … %s; at another: the file %s."
                    .formatted(approvals, governance.threshold(), standing.name(), requests.standingFile(id));
        }
        ledger.submit(signed.signed());
        ledger.awaited(
                () -> ledger.organization(id).filter(leaf -> leaf.suspended() == standing.suspends()),
                clock,
                "it is not in a block yet; run this again");
        Files.deleteIfExists(requests.standingFile(id));
        return "Signed: %d of %d. %s is %s."
                .formatted(
                        approvals,
                        governance.threshold(),
                        member.profile().name(),
                        standing.suspends() ? "suspended" : "reinstated");
    }

    /** What a file asks for that an accreditor was handed. */
    public Question of(StandingRequest request) throws IOException, InterruptedException {
        OrganizationLeaf member = ledger.organization(request.organization())
                .orElseThrow(() -> new IOException("nobody on this ledger is the organization of this request"));
        return new Question.Standing(member, request.suspends(), Optional.of(request));
    }
}
