package org.assent.site.receipts;

import java.time.Duration;

/**
 * How long receipts are kept, and how many.
 *
 * @param age after which one is deleted
 * @param perOrganization the most that are kept of one requesting organization, or of one source; the oldest go first, so that
 *     nobody can push out receipts about anybody else
 */
public record ReceiptKeeping(Duration age, int perOrganization) {

    /** Two years, and 100,000 for each organization (about one gigabyte). */
    public static final ReceiptKeeping DEFAULT = new ReceiptKeeping(Duration.ofDays(731), 100_000);
}
