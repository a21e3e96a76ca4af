package org.assent.custody.share;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.ledger.identity.OrganizationId;

/** Both ends of a share package: what this site opens to others, and what others have opened to it. */
public interface SharedStudies {

    /** As the source: everything a consent opens to a recipient, with the openings; empty if it opens nothing. */
    List<SharedStudy> openedBy(String consentResourceId, OrganizationId recipient);

    /**
     * As the recipient: checks the openings against the committed state and keeps them. Answers false, and keeps nothing,
     * if a commitment does not fit.
     *
     * @param from the organization that the connection and its token prove
     */
    boolean accept(OrganizationId from, SharedStudy study);

    /**
     * As the recipient: which organization holds the study, if a permission that is open names it. If several share it, it
     * is the first of them until it is gone.
     */
    Optional<OrganizationId> sourceOf(String studyInstanceUid);

    /** As the recipient: all organizations of which a share of the study is kept, whether or not it is in force now. */
    Set<OrganizationId> keptFrom(String studyInstanceUid);
}
