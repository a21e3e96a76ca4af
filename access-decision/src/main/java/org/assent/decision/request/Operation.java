package org.assent.decision.request;

/** What is to be done with the data; consents do not distinguish, the access log and receipts do. */
public enum Operation {
    /** Listing: QIDO-RS, FHIR search. */
    SEARCH,
    /** Attributes without pixels: metadata, FHIR read. */
    METADATA,
    /** Instances, frames, bulk data. */
    RETRIEVE,
    /** Rendered images and thumbnails. */
    RENDER,
    /** A token for later requests. */
    TOKEN
}
