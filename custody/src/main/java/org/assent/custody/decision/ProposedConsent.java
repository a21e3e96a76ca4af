package org.assent.custody.decision;

import java.time.Instant;
import java.util.Optional;
import org.assent.decision.terms.ConsentTerms;

/**
 * A Consent as it might be recorded.
 *
 * @param reference {@code Consent/<id>}; an open one with it would be replaced
 * @param terms what it would say; empty if it would end
 * @param at from when it shall be looked at; the site's clock if that is later
 */
public record ProposedConsent(String reference, Optional<ConsentTerms> terms, Instant at) {}
