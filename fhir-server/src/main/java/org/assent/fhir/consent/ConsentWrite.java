package org.assent.fhir.consent;

import java.time.Duration;
import java.util.Optional;

/**
 * A write of a Consent, besides what it says.
 *
 * @param client who writes, an opaque id
 * @param version what If-Match names
 * @param waiting how long to wait for the ledger before 202
 */
record ConsentWrite(String client, Optional<String> version, Duration waiting) {}
