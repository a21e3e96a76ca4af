package org.assent.fhir.share;

import org.assent.custody.share.EndedShare;

/**
 * What a source sends to a recipient that may no longer see a study.
 *
 * @param share which share ends
 * @param revision of the message; grows from message to message of a source to a recipient
 */
record ShareWithdrawal(EndedShare share, long revision) {}
