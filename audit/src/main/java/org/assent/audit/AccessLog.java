package org.assent.audit;

import org.assent.decision.AccessDecision;

/**
 * The write-ahead access log of a site. Thread-safe.
 *
 * <p>Durable before the first byte is the opening entry of an access: the same requester, purpose, study, session and
 * decision within 60 s; a search is always one of its own. Further requests under it are appended before their first byte (they survive kill -9) and synced
 * in groups at most 50 ms later.
 */
public interface AccessLog {

    /**
     * Records a permitted request and returns when data may leave. Opens an access or joins an open one.
     *
     * @throws AccessLogUnavailableException if it cannot be written; then nothing may leave
     */
    AccessHandle permitted(AccessFacts facts, AccessDecision.Permit decision);

    /**
     * Records a refusal and returns when the answer may leave.
     *
     * @throws AccessLogUnavailableException if it cannot be written
     */
    AccessHandle refused(AccessFacts facts, AccessDecision decision);

    /**
     * Records a security event that is not an access to a study: sign-in, token issue, failure, configuration. Durable
     * when it returns.
     *
     * @throws AccessLogUnavailableException if it cannot be written
     */
    void event(SecurityEvent event);
}
