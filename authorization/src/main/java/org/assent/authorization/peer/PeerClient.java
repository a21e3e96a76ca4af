package org.assent.authorization.peer;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.assent.decision.request.PurposeOfUse;
import org.assent.ledger.identity.OrganizationId;

/**
 * Calls other sites: only by https, only to an address on the ledger, over a connection whose server key matches a pin
 * before anything is sent, with this site's own key; no redirects; the resolved address is checked and is the one dialled;
 * time, size and concurrency are bounded per peer. Thread-safe.
 */
public interface PeerClient {

    /**
     * A call about one study of the other site, under a token for it (fetched and kept for its life).
     *
     * @param purposes why, as the person here stated it
     * @param onBehalfOf opaque id of the person here; the source logs it
     */
    PeerResponse aboutStudy(
            OrganizationId source,
            String studyInstanceUid,
            Set<PurposeOfUse> purposes,
            String onBehalfOf,
            PeerRequest request)
            throws IOException;

    /** A call between organizations that is not about one patient's data, proven by the TLS key alone. */
    PeerResponse asOrganization(OrganizationId organization, PeerRequest request) throws IOException;

    /**
     * What to send.
     *
     * @param method GET or POST
     * @param path path and query below the other site's address, beginning with a slash
     * @param headers further headers, e.g. Accept
     * @param body body, possibly empty
     * @param timeout until the response's headers have come
     */
    record PeerRequest(
            String method,
            String path,
            Map<String, String> headers,
            org.assent.ledger.bytes.Bytes body,
            Duration timeout) {
        public PeerRequest {
            headers = Map.copyOf(headers);
        }
    }
}
