package org.assent.receipt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.assent.decision.ConsentDecision;
import org.assent.decision.ConsentInForce;
import org.assent.decision.DecisionContext;
import org.assent.decision.DecisionTime;
import org.assent.decision.ImplicitPolicy;
import org.assent.decision.request.Operation;
import org.assent.decision.request.PurposeOfUse;
import org.assent.decision.request.Requester;
import org.assent.ledger.bytes.MerkleTree;
import org.assent.ledger.codec.Checks;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.OpenConsents;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.Votes;

/** Makes receipts of gathered evidence: the patient's view, and from that the recipient's. Pure but for the signer. */
public final class ReceiptBuilder {

    private ReceiptBuilder() {}

    /**
     * The patient's view. It shows no more votes than are needed. Nothing is checked against the chain; what is wrong in the
     * evidence is found by {@link ReceiptVerifier}.
     *
     * @param service of the source, valid at the height
     * @throws NotProven if the votes do not suffice
     */
    public static Receipt patient(Gathered gathered, Signer service) throws NotProven {
        boolean refused = !gathered.decisions().stream().allMatch(StudyDecision::permitted);
        Request request = gathered.request();
        Statement statement = new Statement(
                gathered.header().chainId(),
                gathered.source(),
                gathered.subject(),
                request.digest(),
                gathered.decisions(),
                refused ? Checks.sorted(gathered.closing(), Comparator.naturalOrder()) : List.of(),
                gathered.header().height() - 1,
                gathered.time(),
                gathered.blockTime(),
                gathered.entry());
        boolean own = request.requester().organization().equals(gathered.source());
        Evidence evidence = new Evidence(
                gathered.header(),
                Votes.fewest(
                        gathered.header(), gathered.commit(), gathered.term().validators()),
                gathered.term().since(),
                gathered.organization(),
                own ? Optional.empty() : gathered.requester(),
                gathered.subjectLeaf(),
                gathered.studies(),
                new Consents.All(Checks.sorted(gathered.consents(), Comparator.comparing(OpenedConsent::entry))));
        return new Receipt(
                View.PATIENT, statement, service.publicKey(), service.sign(statement.digest()), request, evidence);
    }

    /**
     * The recipient's view of the same receipt: the same statement and signature.
     *
     * @throws IllegalArgumentException if it is not about one study that was permitted, or its leaves cannot be read
     */
    public static Receipt recipient(Receipt patient) {
        if (!(patient.evidence().consents() instanceof Consents.All all)) {
            throw new IllegalArgumentException("a recipient's view is made of the patient's");
        }
        Evidence evidence = patient.evidence();
        List<byte[]> entries = OpenConsents.entries(
                all.opened().stream().map(OpenedConsent::entry).toList());
        Set<ConsentId> reliedOn = reliedOn(patient, all);
        List<OpenedConsent.Placed> placed = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (reliedOn.contains(all.opened().get(i).entry().consent())) {
                placed.add(new OpenedConsent.Placed(all.opened().get(i), i, MerkleTree.path(entries, i)));
            }
        }
        return new Receipt(
                View.RECIPIENT,
                patient.statement(),
                patient.key(),
                patient.signature(),
                patient.request(),
                new Evidence(
                        evidence.header(),
                        evidence.commit(),
                        evidence.validatorsSince(),
                        evidence.source(),
                        Optional.empty(),
                        evidence.subject(),
                        evidence.studies(),
                        new Consents.Some(placed)));
    }

    /** What was decisive for each of the purposes: without any other consent the request would be permitted just so. */
    private static Set<ConsentId> reliedOn(Receipt receipt, Consents.All all) {
        try {
            Statement statement = receipt.statement();
            Requester requester = receipt.request().requester();
            OrganizationLeaf source = LeafCodec.organization(
                    receipt.evidence().source().leaf().orElseThrow(() -> new IllegalArgumentException("no source")));
            boolean own = requester.organization().equals(statement.source());
            List<ConsentInForce> consents = new ArrayList<>();
            for (OpenedConsent opened : all.opened()) {
                consents.add(opened.inForce());
            }
            DecisionContext context = new DecisionContext(
                    Optional.of(statement.subject()),
                    ImplicitPolicy.fromUri(
                            own
                                    ? source.profile().ownPolicy()
                                    : source.profile().foreignPolicy()),
                    new DecisionTime(statement.time(), statement.blockTime()),
                    statement.height());
            Set<ConsentId> reliedOn = new TreeSet<>();
            for (PurposeOfUse purpose : requester.purposes()) {
                ConsentDecision.decide(
                                consents,
                                new Requester(requester.organization(), requester.actor(), Set.of(purpose)),
                                receipt.request().studies().getFirst().facts(statement.source()),
                                receipt.request().operation() == Operation.TOKEN
                                        ? Operation.RETRIEVE // all that apply would be listed
                                        : receipt.request().operation(),
                                context)
                        .basis()
                        .consents()
                        .forEach(consent -> reliedOn.add(consent.consent()));
            }
            return reliedOn;
        } catch (MalformedBytes e) {
            throw new IllegalArgumentException("the evidence cannot be read: " + e.getMessage(), e);
        }
    }
}
