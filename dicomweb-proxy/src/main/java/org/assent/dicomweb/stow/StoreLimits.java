package org.assent.dicomweb.stow;

import org.assent.dicomweb.multipart.MultipartLimits;

/**
 * How much one Store request may bring (DW-S-10).
 *
 * @param multipart limits of its parts
 * @param maxRequestBytes the most bytes of the request
 */
public record StoreLimits(MultipartLimits multipart, long maxRequestBytes) {

    public StoreLimits {
        if (maxRequestBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** 10,000 instances, 4 GiB an instance, 64 GiB in all. */
    public static StoreLimits standard() {
        return new StoreLimits(new MultipartLimits(10_000, 8_192, 4L << 30), 64L << 30);
    }
}
