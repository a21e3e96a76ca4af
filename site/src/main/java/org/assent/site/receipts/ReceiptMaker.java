package org.assent.site.receipts;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.assent.decision.ListedStudy;
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
 * Makes of a decision in the access log the signed draft of its receipt, or of its receipts if it is a long listing. Follows the log, so no request ever waits for it, and
 * what is in the log but has no draft yet after a crash gets one then. Thread-safe.
 */
final class ReceiptMaker {

    /** Half of what a receipt may be about, so that the consents have room beside them. */
    private static final int STUDIES_OF_A_PART = Request.MAX_STUDIES / 2;

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

    /** A study of the subject and what was decided about it. */
    private record Decided(HeldStudy study, StudyDecision decision) {}

    /**
     * The drafts, sealed under the subject's key: one for a decision about one study; for a listing one for each
     * {@value #STUDIES_OF_A_PART} studies, each named by {@link ReceiptId#next} of the one before. None for what is no decision
     * about studies of a subject of this site: further requests of an access, security events, what could not be decided, studies
     * that are not here or of other sites, and searches that are about no one subject.
     *
     * @throws IOException if the ledger cannot be asked now
     * @throws NoReceiptException if there will never be one
     */
    List<ReceiptStore.Kept> draft(AccessEntry entry) throws IOException, InterruptedException, NoReceiptException {
        return switch (entry) {
            case AccessEntry.Opened opened ->
                drafts(opened.sequence(), opened.receiptId(), opened.facts(), opened.decision());
            case AccessEntry.Refused refused ->
                drafts(refused.sequence(), refused.receiptId(), refused.facts(), refused.decision());
            case AccessEntry.Joined joined -> List.of();
            case AccessEntry.Closed closed -> List.of();
            case AccessEntry.Security security -> List.of();
        };
    }

    private List<ReceiptStore.Kept> drafts(long number, String entry, AccessFacts facts, LoggedDecision decision)
            throws IOException, InterruptedException, NoReceiptException {
        if (decision.outcome() == LoggedDecision.Outcome.UNDECIDED
                || decision.subject().isEmpty()) {
            return List.of();
        }
        SubjectId subject = decision.subject().get();
        boolean listing = !decision.listed().isEmpty();
        List<Decided> decided = listing ? listed(subject, decision) : one(subject, facts, decision);
        List<ReceiptStore.Kept> drafts = new ArrayList<>();
        String id = entry;
        try {
            for (int from = 0; from < decided.size(); from += STUDIES_OF_A_PART) {
                ReceiptDraft draft = draft(
                        entry,
                        facts,
                        decision,
                        subject,
                        decided.subList(from, Math.min(decided.size(), from + STUDIES_OF_A_PART)));
                byte[] sealed = openings.box(subject)
                        .orElseThrow(() -> new NoReceiptException("the subject's key is not here any more"))
                        .seal(context(id), draft.encode().toByteArray());
                drafts.add(new ReceiptStore.Kept(
                        id,
                        number,
                        subject,
                        facts.requester().organization(),
                        !listing && decision.outcome() == LoggedDecision.Outcome.PERMIT,
                        decision.height(),
                        ReceiptStore.State.DRAFT,
                        Bytes.of(sealed)));
                id = ReceiptId.next(id);
            }
            return drafts;
        } catch (LedgerEvidence.GoneException e) {
            throw new NoReceiptException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | IllegalStateException | SealBrokenException | MalformedBytes e) {
            throw new NoReceiptException("it does not fit a receipt: " + e.getMessage());
        }
    }

    private List<Decided> one(SubjectId subject, AccessFacts facts, LoggedDecision decision) {
        if (facts.studyInstanceUids().size() != 1) {
            return List.of();
        }
        return held(subject, facts.studyInstanceUids().getFirst()).stream()
                .map(study -> new Decided(study, new StudyDecision(study.ref(), refusal(decision), decision.policy())))
                .toList();
    }

    private List<Decided> listed(SubjectId subject, LoggedDecision decision) throws NoReceiptException {
        List<Decided> listed = new ArrayList<>();
        for (ListedStudy one : decision.listed()) {
            HeldStudy study = held(subject, one.studyInstanceUid())
                    .orElseThrow(() -> new NoReceiptException("a study that was decided about is not here any more"));
            listed.add(new Decided(study, new StudyDecision(study.ref(), one.refusal(), one.policy())));
        }
        listed.sort(Comparator.comparing(one -> one.study().ref().value()));
        return listed;
    }

    private Optional<HeldStudy> held(SubjectId subject, String studyInstanceUid) {
        return openings.study(studyInstanceUid).filter(held -> held.subject().equals(subject));
    }

    /** What a receipt is sealed as. */
    static String context(String receiptId) {
        return "receipt/" + receiptId;
    }

    private ReceiptDraft draft(
            String entry, AccessFacts facts, LoggedDecision decision, SubjectId subject, List<Decided> studies)
            throws IOException, InterruptedException, NoReceiptException, LedgerEvidence.GoneException, MalformedBytes {
        long height = decision.height();
        OrganizationId organization = facts.requester().organization();
        List<Evidence.Study> leaves = new ArrayList<>();
        for (Decided one : studies) {
            leaves.add(study(one.study(), evidence.proven(LeafKey.of(one.study().ref()), height)));
        }
        ReceiptDraft.Proofs proofs = new ReceiptDraft.Proofs(
                evidence.proven(LeafKey.of(own), height),
                organization.equals(own)
                        ? Optional.empty()
                        : Optional.of(evidence.proven(LeafKey.of(organization), height)),
                evidence.proven(LeafKey.of(subject), height),
                leaves,
                opened(evidence.openConsents(subject, height)));
        Request request = new Request(
                Salt.random(random),
                facts.requester(),
                facts.operation(),
                studies.stream()
                        .map(Decided::study)
                        .map(study -> new Request.Study(study.studyInstanceUid(), study.started(), Set.of()))
                        .toList());
        List<StudyDecision> decisions = studies.stream().map(Decided::decision).toList();
        boolean allPermitted = decisions.stream().allMatch(StudyDecision::permitted);
        Statement statement = new Statement(
                chainId,
                own,
                subject,
                request.digest(),
                decisions,
                allPermitted ? List.of() : decision.closing().stream().sorted().toList(),
                height,
                decision.decidedAt().truncatedTo(ChronoUnit.MILLIS),
                evidence.header(height).time(),
                entry);
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
