package org.assent.audit;

import java.util.List;
import java.util.Optional;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;

/**
 * What was asked, as the log keeps it. Holds no names: people are the opaque ids that tokens carry.
 *
 * @param requestId X-Request-Id of the request, 1 to 64 visible ASCII characters
 * @param session what groups requests into one access: a session or token id, hashed if it could be used to ask again
 * @param requester who asked, and why
 * @param operation what was to be done
 * @param surface where it was asked
 * @param studyInstanceUids the studies concerned; empty for a search that named none
 * @param resource FHIR reference or PS3.18 resource path without query; empty for a search
 * @param query the raw query of a search, at most 2,000 characters; empty otherwise
 * @param peerAddress network address of the client, without port
 * @param clientId OAuth client, if there was a token
 */
public record AccessFacts(
        String requestId,
        String session,
        Requester requester,
        Operation operation,
        Surface surface,
        List<String> studyInstanceUids,
        String resource,
        String query,
        String peerAddress,
        Optional<String> clientId) {

    /** The interface that was asked. */
    public enum Surface {
        FHIR,
        DICOMWEB,
        TOKEN
    }

    /** The most characters of a query that are kept; the rest is cut. */
    public static final int MAX_QUERY = 2_000;

    /** The most characters of any other text that are kept; the rest is cut. */
    public static final int MAX_TEXT = 512;

    public AccessFacts {
        requestId = bounded(requestId, 64);
        session = bounded(session, MAX_TEXT);
        resource = bounded(resource, MAX_TEXT);
        query = bounded(query, MAX_QUERY);
        peerAddress = bounded(peerAddress, 64);
        clientId = clientId.map(id -> bounded(id, MAX_TEXT));
        studyInstanceUids = List.copyOf(studyInstanceUids);
    }

    private static String bounded(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }
}
