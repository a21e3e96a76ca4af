package org.assent.custody.share;

import java.util.List;
import org.assent.ledger.identity.OrganizationId;

/**
 * Both ends of a share package and of its end. The source tells a recipient the present state at the moment of delivery:
 * first what it no longer opens ({@link #endedFor}), then what it opens ({@link #openedBy}).
 *
 * <p>Messages from one organization to another have growing revisions, and the recipient takes none that is older than one
 * that it has taken. So neither a request that was under way for long nor one that is sent again brings back what was
 * withdrawn since. What remains is trust in the source: one that sends a withdrawn share as a new message is believed while
 * the consent is open on the ledger, since the recipient cannot know the source's other consents. Such a source shares what
 * it holds and could show to anybody, and pixels still come from it alone.
 */
public interface ShareExchange extends SharedStudies {

    /**
     * As the source: which shares the recipient may hold under a consent although this site's decision point no longer opens
     * the study to it, because of any consent in force or any restriction that is pending.
     */
    List<OfferedShare> endedFor(String consentResourceId, OrganizationId recipient);

    /** As the source: notes, before the package leaves, that the recipient may hold it. */
    void offering(OrganizationId recipient, SharedStudy study);

    /** As the source: the recipient no longer holds the share. */
    void ended(OfferedShare share);

    /** As the source: the revision of the next message to a recipient; greater than all before, over restarts too. */
    long nextRevision(OrganizationId recipient);

    /**
     * As the recipient: whether a message is not older than one that was taken from the same organization, which is then
     * noted. The same one again is taken again.
     *
     * @param from the organization that the connection proves
     */
    boolean takes(OrganizationId from, long revision);

    /**
     * As the recipient: the source no longer opens a study under a consent, which may stay open; everything that the share
     * brought is forgotten, as when the consent is closed. Of another source's shares it changes nothing; nor if there is
     * nothing.
     *
     * @param from the organization that the connection proves
     */
    void withdrawn(OrganizationId from, EndedShare share);
}
