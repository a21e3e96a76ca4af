package org.assent.custody.share;

import java.util.List;
import org.assent.ledger.identity.OrganizationId;

/** Share packages that are to be delivered: durable, delivered at least once, in order per recipient. */
public interface ShareOutbox {

    /**
     * One delivery.
     *
     * @param id number of the entry
     * @param recipient to whom
     * @param consentResourceId logical id of the FHIR Consent
     * @param attempts how often it was tried
     */
    record Delivery(long id, OrganizationId recipient, String consentResourceId, int attempts) {}

    /** Deliveries that are due now, at most {@code limit}, the oldest of each recipient first. */
    List<Delivery> due(int limit);

    /** It arrived. */
    void delivered(long id);

    /** It did not arrive; it is tried again later, with growing pauses of at most a minute. */
    void failed(long id, String reason);
}
