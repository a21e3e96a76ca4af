package org.assent.ledger.state;

/** The value of a leaf of the authenticated map. A switch over it has no {@code default}. */
public sealed interface Leaf
        permits GovernanceLeaf,
                OrganizationLeaf,
                SubjectLeaf,
                StudyLeaf,
                AccessLogLeaf,
                ClosedConsentLeaf,
                ProposalLeaf {}
