package org.assent.receipt;

import static org.assent.receipt.StepFailed.unless;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.decision.ConsentInForce;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.cache.RecentlyUsed;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.commitment.StudyOpening;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.signature.BouncyCastleVerifier;
import org.assent.ledger.signature.SignatureVerifier;
import org.assent.ledger.state.LeafCodec;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OrganizationKey;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.SubjectLeaf;
import org.assent.receipt.chain.NotProven;
import org.assent.receipt.chain.TrustedChain;

/**
 * Says what a receipt proves, from the genesis file and {@code trust.json} alone (ledger property L7). Total: any bytes give a
 * verdict. Thread-safe.
 */
public final class ReceiptVerifier {

    private static final SignatureVerifier SIGNATURES = new BouncyCastleVerifier();

    /** Organizations that were decoded of late: the receipts of a site name the same few. */
    private static final int ORGANIZATIONS = 256;

    private final TrustedChain chain;
    private final RecentlyUsed<Bytes, OrganizationLeaf> organizations = new RecentlyUsed<>(ORGANIZATIONS);

    /** For receipts of this chain. */
    public ReceiptVerifier(TrustedChain chain) {
        this.chain = chain;
    }

    /** What the text of a receipt proves. */
    public Verdict verify(byte[] text) {
        Receipt receipt;
        try {
            receipt = ReceiptCodec.decode(text);
        } catch (MalformedBytes e) {
            return Verdict.nothing(new Finding.Fails(Step.FORM, "the file " + e.getMessage()));
        }
        return verify(receipt);
    }

    /** What a receipt proves. */
    public Verdict verify(Receipt receipt) {
        OrganizationLeaf source;
        try {
            Bytes32 appHash = appHash(receipt);
            source = source(receipt, appHash);
        } catch (StepFailed e) {
            return Verdict.nothing(e.finding());
        }
        Finding signed = new Finding.Holds(Words.signed(receipt, source));
        try {
            return judged(receipt, signed, state(receipt, source));
        } catch (StepFailed e) {
            return new Verdict(e.finding(), signed, e.finding(), Words.trust(receipt));
        }
    }

    /** The root of the state that was decided on, as the chain made it final. */
    private Bytes32 appHash(Receipt receipt) throws StepFailed {
        Statement statement = receipt.statement();
        Evidence evidence = receipt.evidence();
        unless(
                statement.chainId().equals(chain.chainId()),
                Step.CHAIN,
                "the receipt is about another chain than the genesis file");
        unless(
                evidence.header().height() == statement.height() + 1,
                Step.HEADER,
                "the state of a height is proven by the next header, and this one is of another height");
        unless(
                evidence.validatorsSince()
                        == chain.at(evidence.header().height()).since(),
                Step.TRUST,
                "the receipt names another change of validators than trust.json has for its height; "
                        + "it may need a newer trust.json");
        try {
            chain.check(evidence.header(), evidence.commit());
        } catch (NotProven e) {
            Step step =
                    switch (e.part()) {
                        case GENESIS, TRUST -> Step.TRUST;
                        case HEADER -> Step.HEADER;
                        case COMMIT -> Step.COMMIT;
                    };
            throw new StepFailed(step, String.valueOf(e.getMessage()));
        }
        unless(
                statement.blockTime().isBefore(evidence.header().time()),
                Step.HEADER,
                "the block time of the statement is not before that of the next block");
        Bytes appHash = evidence.header().appHash();
        unless(appHash.length() == Bytes32.LENGTH, Step.HEADER, "the header has no app hash");
        return Bytes32.of(appHash.toByteArray());
    }

    /** The source's leaf, after its signature was checked. */
    private OrganizationLeaf source(Receipt receipt, Bytes32 appHash) throws StepFailed {
        Statement statement = receipt.statement();
        OrganizationLeaf source = organization(receipt.evidence().source(), appHash, statement.source(), Step.SOURCE)
                .orElseThrow(() -> new StepFailed(Step.SOURCE, "the source is not on the ledger"));
        unless(
                source.keys(OrganizationKey.Role.SERVICE, statement.height()).contains(receipt.key()),
                Step.SIGNATURE,
                "the key that signed is no service key of the source at this height");
        unless(
                SIGNATURES.verifies(receipt.key(), statement.digest(), receipt.signature()),
                Step.SIGNATURE,
                "the signature does not fit the statement");
        unless(
                receipt.request().digest().equals(statement.request()),
                Step.REQUEST,
                "the request that is shown is not the one that the statement is about");
        return source;
    }

    private ProvenState state(Receipt receipt, OrganizationLeaf source) throws StepFailed {
        Evidence evidence = receipt.evidence();
        Statement statement = receipt.statement();
        Bytes32 appHash = Bytes32.of(evidence.header().appHash().toByteArray());
        Optional<SubjectLeaf> subject = subject(receipt, appHash);
        List<Optional<StudyLeaf>> studies = new ArrayList<>();
        for (int i = 0; i < evidence.studies().size(); i++) {
            studies.add(study(receipt, appHash, i));
        }
        List<ConsentInForce> consents = consents(receipt, subject);
        unless(
                consents.stream().map(ConsentInForce::consent).toList().containsAll(statement.closing()),
                Step.CONSENTS,
                "a consent that is said to be closing is not open");
        Optional<OrganizationLeaf> requester = Optional.empty();
        if (evidence.requester().isPresent()) {
            requester = organization(
                    evidence.requester().get(),
                    appHash,
                    receipt.request().requester().organization(),
                    Step.REQUESTER);
        }
        return new ProvenState(source, requester, subject, studies, consents);
    }

    private Optional<OrganizationLeaf> organization(Proven proven, Bytes32 appHash, OrganizationId id, Step step)
            throws StepFailed {
        unless(
                proven.holds(appHash, LeafKey.of(id)),
                step,
                "the path does not prove the organization's leaf under the header's app hash");
        if (proven.leaf().isEmpty()) {
            return Optional.empty();
        }
        Bytes bytes = proven.leaf().get();
        OrganizationLeaf known = organizations.get(bytes);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            OrganizationLeaf decoded = LeafCodec.organization(bytes);
            organizations.put(bytes, decoded);
            return Optional.of(decoded);
        } catch (MalformedBytes e) {
            throw new StepFailed(step, "the organization's leaf " + e.getMessage());
        }
    }

    private static Optional<SubjectLeaf> subject(Receipt receipt, Bytes32 appHash) throws StepFailed {
        Proven proven = receipt.evidence().subject();
        unless(
                proven.holds(appHash, LeafKey.of(receipt.statement().subject())),
                Step.SUBJECT,
                "the path does not prove the subject's leaf under the header's app hash");
        if (proven.leaf().isEmpty()) {
            return Optional.empty();
        }
        SubjectLeaf leaf;
        try {
            leaf = LeafCodec.subject(proven.leaf().get());
        } catch (MalformedBytes e) {
            throw new StepFailed(Step.SUBJECT, "the subject's leaf " + e.getMessage());
        }
        unless(
                leaf.source().equals(receipt.statement().source()),
                Step.SUBJECT,
                "the subject is a pseudonym of another source");
        return Optional.of(leaf);
    }

    private static Optional<StudyLeaf> study(Receipt receipt, Bytes32 appHash, int index) throws StepFailed {
        Statement statement = receipt.statement();
        Evidence.Study evidence = receipt.evidence().studies().get(index);
        String uid = receipt.request().studies().get(index).uid();
        StudyDecision decision = statement.decisions().get(index);
        unless(
                StudyOpening.study(evidence.salt(), uid).equals(decision.study()),
                Step.STUDY,
                "the study that was asked for is not the one that was decided about");
        unless(
                evidence.proven().holds(appHash, LeafKey.of(decision.study())),
                Step.STUDY,
                "the path does not prove the study's leaf under the header's app hash");
        if (evidence.proven().leaf().isEmpty()) {
            return Optional.empty();
        }
        StudyLeaf leaf;
        try {
            leaf = LeafCodec.study(evidence.proven().leaf().get());
        } catch (MalformedBytes e) {
            throw new StepFailed(Step.STUDY, "the study's leaf " + e.getMessage());
        }
        unless(leaf.source().equals(statement.source()), Step.STUDY, "the study was registered by another source");
        unless(
                new StudyOpening(
                                evidence.salt(),
                                uid,
                                statement.subject(),
                                evidence.manifestRoot().orElseThrow())
                        .opens(leaf),
                Step.STUDY,
                "the ledger does not have the study as this subject's");
        return Optional.of(leaf);
    }

    private static List<ConsentInForce> consents(Receipt receipt, Optional<SubjectLeaf> subject) throws StepFailed {
        Consents consents = receipt.evidence().consents();
        unless(
                subject.map(consents::standIn).orElseGet(() -> consents.opened().isEmpty()),
                Step.CONSENTS,
                "the consents are not those that the subject's leaf commits to");
        List<ConsentInForce> inForce = new ArrayList<>();
        for (OpenedConsent opened : consents.opened()) {
            unless(
                    opened.opens(receipt.statement().subject()),
                    Step.CONSENTS,
                    "the terms that are shown are not those that the ledger commits to");
            try {
                inForce.add(opened.inForce());
            } catch (MalformedBytes e) {
                throw new StepFailed(Step.CONSENTS, "the content of a consent " + e.getMessage());
            }
        }
        return inForce;
    }

    private static Verdict judged(Receipt receipt, Finding signed, ProvenState state) {
        Recomputation recomputation = new Recomputation(receipt, state);
        List<StudyDecision> stated = receipt.statement().decisions();
        List<StudyDecision> computed = new ArrayList<>();
        for (int i = 0; i < stated.size(); i++) {
            computed.add(recomputation.decide(i));
        }
        return new Verdict(
                permission(receipt, state, computed), signed, recomputed(receipt, computed), Words.trust(receipt));
    }

    private static Finding permission(Receipt receipt, ProvenState state, List<StudyDecision> computed) {
        List<StudyDecision> stated = receipt.statement().decisions();
        if (stated.stream().noneMatch(StudyDecision::permitted)) {
            return new Finding.NotShown("Nothing was permitted, so no permission is claimed.");
        }
        for (int i = 0; i < stated.size(); i++) {
            if (stated.get(i).permitted() && !stated.get(i).equals(computed.get(i))) {
                return new Finding.Fails(
                        Step.PERMISSION, "the state at this height, as far as it is shown, gives no such permission");
            }
        }
        return new Finding.Holds(Words.permission(receipt, state));
    }

    private static Finding recomputed(Receipt receipt, List<StudyDecision> computed) {
        return switch (receipt.view()) {
            case RECIPIENT ->
                new Finding.NotShown(
                        "Only the patient's view opens all consents; whether another one denies is not shown here.");
            case PATIENT ->
                receipt.statement().decisions().equals(computed)
                        ? new Finding.Holds(Words.recomputed(receipt))
                        : new Finding.Fails(
                                Step.DECISION,
                                "all consents together give another decision than the one that the source signed");
        };
    }
}
