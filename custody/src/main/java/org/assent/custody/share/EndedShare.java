package org.assent.custody.share;

import org.assent.ledger.identity.ConsentId;

/**
 * Which share a source ends at a recipient; says nothing about why.
 *
 * @param consent the consent under which it was shared
 * @param studyInstanceUid which study
 */
public record EndedShare(ConsentId consent, String studyInstanceUid) {}
