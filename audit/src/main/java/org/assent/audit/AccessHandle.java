package org.assent.audit;

/** One request in the log, to be ended with what was really sent. */
public interface AccessHandle {

    /**
     * Id of the receipt that the response names; of the same shape for permits and refusals: a random UUID. All requests of
     * one access rest on one decision and name its receipt.
     */
    String receiptId();

    /** Id of this request's own entry, a random UUID: that of the receipt for the request that opened the access. */
    default String entryId() {
        return receiptId();
    }

    /**
     * Says how it ended. Call once, after the last byte; a request that never says so counts as everything.
     *
     * @param status HTTP status of the response
     * @param instances number of instances or frames that left
     * @param bytes body bytes that left
     * @param cut whether it was cut off because the permission ended
     */
    void completed(int status, long instances, long bytes, boolean cut);
}
