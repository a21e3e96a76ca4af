package org.assent.site.receipts;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.audit.AccessEntry;
import org.assent.audit.AccessFacts;
import org.assent.audit.LoggedDecision;
import org.assent.custody.Openings;
import org.assent.custody.consent.RecordedConsent;
import org.assent.custody.keys.SealBrokenException;
import org.assent.custody.study.HeldStudy;
import org.assent.decision.AccessDecision;
import org.assent.decision.terms.TermsCodec;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.codec.MalformedBytes;
import org.assent.ledger.commitment.Salt;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.signature.Signer;
import org.assent.ledger.state.LeafKey;
import org.assent.ledger.state.OpenConsent;
import org.assent.receipt.Evidence;
import org.assent.receipt.OpenedConsent;
import org.assent.receipt.Proven;
import org.assent.receipt.ReceiptDraft;
import org.assent.receipt.Request;
import org.assent.receipt.Statement;
import org.assent.receipt.StudyDecision;

/**
 * Makes of a decision in the access log a signed draft of its receipt. Follows the log, so no request ever waits for it, and
 * what is in the log but has no draft yet after a crash gets one then. Thread-safe.
 */
final class ReceiptMaker {

    private final String chainId;
    private final OrganizationId own;
    private final Signer service;
    private final Openings openings;
    private final LedgerEvidence evidence;
    private final SecureRandom random;

    ReceiptMaker(
            String chainId,
            OrganizationId own,
            Signer service,
            Openings openings,
            LedgerEvidence evidence,
            SecureRandom random) {
        this.chainId = chainId;
        this.own = own;
        this.service = service;
        this.openings = openings;
        this.evidence = evidence;
        this.random = random;
    }

    /** A decision of which there is to be no receipt, and why. */
    static final class NoReceiptException extends Exception {
        private static final long serialVersionUID = 1L;

        NoReceiptException(String why) {
            super(why);
        }
    }

    /**
     * The draft, sealed under the subject's key; empty for what is no decision about one study of a subject of this site: further
     * requests of an access, security events, what could not be decided, studies that are not here or of other sites, and
     * searches.
     *
     * @throws IOException if the ledger cannot be asked now
     * @throws NoReceiptException if there will never be one
     */
    Optional<ReceiptStore.Kept> draft(AccessEntry entry) throws IOException, InterruptedException, NoReceiptException {
        return switch (entry) {
            case AccessEntry.Opened opened ->
                draft(opened.sequence(), opened.receiptId(), opened.facts(), opened.decision());
            case AccessEntry.Refused refused ->
                draft(refused.sequence(), refused.receiptId(), refused.facts(), refused.decision());
            case AccessEntry.Joined joined -> Optional.empty();
            case AccessEntry.Closed closed -> Optional.empty();
            case AccessEntry.Security security -> Optional.empty();
        };
    }

    private Optional<ReceiptStore.Kept> draft(long number, String id, AccessFacts facts, LoggedDecision decision)
            throws IOException, InterruptedException, NoReceiptException {
        if (decision.outcome() == LoggedDecision.Outcome.UNDECIDED
                || decision.subject().isEmpty()
                || facts.studyInstanceUids().size() != 1) {
            return Optional.empty();
        }
        SubjectId subject = decision.subject().get();
        Optional<HeldStudy> study = openings.study(facts.studyInstanceUids().getFirst())
                .filter(held -> held.subject().equals(subject));
        if (study.isEmpty()) {
            return Optional.empty();
        }
        try {
            ReceiptDraft draft = draft(id, facts, decision, study.get());
            byte[] sealed = openings.box(subject)
                    .orElseThrow(() -> new NoReceiptException("the subject's key is not here any more"))
                    .seal(context(id), draft.encode().toByteArray());
            return Optional.of(new ReceiptStore.Kept(
                    id,
                    number,
                    subject,
                    facts.requester().organization(),
                    decision.outcome() == LoggedDecision.Outcome.PERMIT,
                    decision.height(),
                    ReceiptStore.State.DRAFT,
                    Bytes.of(sealed)));
        } catch (LedgerEvidence.GoneException e) {
            throw new NoReceiptException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | IllegalStateException | SealBrokenException | MalformedBytes e) {
            throw new NoReceiptException("it does not fit a receipt: " + e.getMessage());
        }
    }

    /** What a receipt is sealed as. */
    static String context(String receiptId) {
        return "receipt/" + receiptId;
    }

    private ReceiptDraft draft(String id, AccessFacts facts, LoggedDecision decision, HeldStudy study)
            throws IOException, InterruptedException, NoReceiptException, LedgerEvidence.GoneException, MalformedBytes {
        long height = decision.height();
        SubjectId subject = study.subject();
        OrganizationId organization = facts.requester().organization();
        ReceiptDraft.Proofs proofs = new ReceiptDraft.Proofs(
                evidence.proven(LeafKey.of(own), height),
                organization.equals(own)
                        ? Optional.empty()
                        : Optional.of(evidence.proven(LeafKey.of(organization), height)),
                evidence.proven(LeafKey.of(subject), height),
                List.of(study(study, evidence.proven(LeafKey.of(study.ref()), height))),
                opened(evidence.openConsents(subject, height)));
        Request request = new Request(
                Salt.random(random),
                facts.requester(),
                facts.operation(),
                List.of(new Request.Study(study.studyInstanceUid(), study.started(), Set.of())));
        Statement statement = new Statement(
                chainId,
                own,
                subject,
                request.digest(),
                List.of(new StudyDecision(study.ref(), refusal(decision), decision.policy())),
                decision.closing().stream().sorted().toList(),
                height,
                decision.decidedAt().truncatedTo(ChronoUnit.MILLIS),
                evidence.header(height).time(),
                id);
        return ReceiptDraft.sign(statement, request, proofs, service);
    }

    private static Optional<AccessDecision.Reason> refusal(LoggedDecision decision) {
        return decision.outcome() == LoggedDecision.Outcome.PERMIT
                ? Optional.empty()
                : Optional.of(AccessDecision.Reason.valueOf(decision.reason()));
    }

    private static Evidence.Study study(HeldStudy study, Proven leaf) throws NoReceiptException {
        if (leaf.leaf().isEmpty()) {
            return new Evidence.Study(leaf, study.salt(), Optional.empty());
        }
        if (study.manifestRoot().isEmpty()) {
            throw new NoReceiptException(
                    "the study is on the ledger, but what it was registered with is not known here");
        }
        return new Evidence.Study(leaf, study.salt(), study.manifestRoot());
    }

    private List<OpenedConsent> opened(List<OpenConsent> entries) throws NoReceiptException {
        List<OpenedConsent> opened = new ArrayList<>();
        for (OpenConsent entry : entries) {
            RecordedConsent content = openings.consent(entry)
                    .orElseThrow(() -> new NoReceiptException("the content of an open consent is not here"));
            opened.add(new OpenedConsent(entry, content.salt(), TermsCodec.encode(content.terms())));
        }
        return opened;
    }
}
