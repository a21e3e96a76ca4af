package org.assent.receipt;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.identity.ConsentId;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.receipt.chain.Commit;
import org.assent.receipt.chain.Header;
import org.assent.receipt.chain.TrustedChain;

/**
 * What a source has when it makes a receipt: what it decided, and the evidence, all of it.
 *
 * @param source itself
 * @param subject whose data
 * @param request what was asked, its studies in the order of the decisions
 * @param decisions what it decided, sorted by study
 * @param closing consents that it held as closed already, in any order; told only where something was refused
 * @param time its clock, whole milliseconds
 * @param blockTime of the newest block when it decided
 * @param entry of its access log
 * @param header of the next height
 * @param commit of that header, with all votes for the block
 * @param term who decided that header
 * @param organization its own leaf
 * @param requester the requesting organization's leaf, or that there is none; ignored if that is itself
 * @param subjectLeaf the subject's
 * @param studies in the order of the decisions
 * @param consents all that are open, with their content, in any order
 */
public record Gathered(
        OrganizationId source,
        SubjectId subject,
        Request request,
        List<StudyDecision> decisions,
        List<ConsentId> closing,
        Instant time,
        Instant blockTime,
        String entry,
        Header header,
        Commit commit,
        TrustedChain.Term term,
        Proven organization,
        Optional<Proven> requester,
        Proven subjectLeaf,
        List<Evidence.Study> studies,
        List<OpenedConsent> consents) {}
