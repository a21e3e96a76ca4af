package org.assent.fhir.jpa;

import java.time.Instant;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/**
 * One version of a resource.
 *
 * @param id logical id
 * @param number of the version, from 1
 * @param at when it was stored
 * @param resource what it says; empty for the version that a deletion made
 */
public record StoredVersion(String id, long number, Instant at, Optional<Resource> resource) {}
