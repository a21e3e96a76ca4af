package org.assent.audit;

/**
 * What left under one access.
 *
 * @param requests number of permitted requests, the opening one included
 * @param unfinished how many of them never said how they ended; these count as everything that they asked for, so the
 *     next two numbers are lower bounds if it is not 0
 * @param instances number of instances or frames that left
 * @param bytes body bytes that left
 * @param cut how many requests were cut off because the permission ended
 */
public record AccessCounts(long requests, long unfinished, long instances, long bytes, long cut) {

    public AccessCounts {
        if (requests < 1 || unfinished < 0 || unfinished > requests || instances < 0 || bytes < 0 || cut < 0) {
            throw new IllegalArgumentException("counts of an access cannot be " + requests + " requests, " + unfinished
                    + " unfinished, " + instances + " instances, " + bytes + " bytes, " + cut + " cut");
        }
    }
}
