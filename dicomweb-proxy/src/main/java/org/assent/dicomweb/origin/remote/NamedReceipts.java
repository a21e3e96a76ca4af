package org.assent.dicomweb.origin.remote;

import org.assent.ledger.identity.OrganizationId;

/** Told when the answer of another site names the receipt of its decision. Must return at once: an answer passes through. */
@FunctionalInterface
public interface NamedReceipts {

    /**
     * The source's answer, of something that was permitted, named a receipt.
     *
     * @param receiptId as the source sent it: any text
     * @param access id that this site's own answer names
     */
    void named(OrganizationId source, String receiptId, String access);
}
