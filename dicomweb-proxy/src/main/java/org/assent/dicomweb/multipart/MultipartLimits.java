package org.assent.dicomweb.multipart;

/**
 * How much of a multipart message is read.
 *
 * @param maxParts the most parts
 * @param maxHeaderBytes the most bytes of one part's headers, of what stands before the first part and of what follows the last
 * @param maxPartBytes the most bytes of one part's body
 */
public record MultipartLimits(int maxParts, int maxHeaderBytes, long maxPartBytes) {

    public MultipartLimits {
        if (maxParts < 1 || maxHeaderBytes < 1 || maxPartBytes < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
