package org.assent.fhir.jpa;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which versions are asked for: those that carry one of some tags, of resources that carry one of them now, narrowed before counting and paging.
 *
 * @param system of the tags
 * @param wanted codes of which the resource needs one, and the version too; at least one code
 * @param id only this resource
 * @param deleted whether versions of deleted resources count, too
 * @param since only versions that are not older
 * @param offset how many to leave out
 * @param count how many to give
 */
public record VersionQuery(
        String system,
        Set<String> wanted,
        Optional<String> id,
        boolean deleted,
        Optional<Instant> since,
        int offset,
        int count) {

    public VersionQuery {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("versions are asked for by one tag or more");
        }
        wanted = Set.copyOf(wanted);
    }
}
