package org.assent.decision;

import java.util.Optional;

/**
 * What a listing decided about one study.
 *
 * @param studyInstanceUid the study
 * @param refusal why it is not listed; empty if it may be
 * @param policy URI of the policy that decided
 */
public record ListedStudy(String studyInstanceUid, Optional<AccessDecision.Reason> refusal, String policy) {}
