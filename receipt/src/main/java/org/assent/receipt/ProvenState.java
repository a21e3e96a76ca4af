package org.assent.receipt;

import java.util.List;
import java.util.Optional;
import org.assent.decision.ConsentInForce;
import org.assent.ledger.state.OrganizationLeaf;
import org.assent.ledger.state.StudyLeaf;
import org.assent.ledger.state.SubjectLeaf;

/**
 * The leaves that a receipt's evidence proved, decoded: what a decision is computed from.
 *
 * @param source the source's
 * @param requester the requesting organization's; empty if it has none, or if the view does not show it
 * @param subject the subject's; empty if it has none
 * @param studies in the order of the decisions; empty for one that is not registered
 * @param consents those that are opened
 */
record ProvenState(
        OrganizationLeaf source,
        Optional<OrganizationLeaf> requester,
        Optional<SubjectLeaf> subject,
        List<Optional<StudyLeaf>> studies,
        List<ConsentInForce> consents) {}
