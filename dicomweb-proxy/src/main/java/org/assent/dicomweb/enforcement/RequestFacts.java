package org.assent.dicomweb.enforcement;

import java.util.List;
import java.util.Optional;
import org.assent.audit.AccessFacts;
import org.assent.audit.AccessFacts.Surface;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Principal;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.dicomweb.http.Exchange;

/** A DICOMweb request as the access log keeps it. */
final class RequestFacts {

    private static final int MAX_QUERY = 2_000;

    private RequestFacts() {}

    /** The facts of a request about some studies, or about none by name. */
    static AccessFacts of(Exchange exchange, Requester requester, Operation operation, List<String> studies) {
        Principal principal = exchange.principal();
        boolean search = operation == Operation.SEARCH;
        String query = exchange.query();
        return new AccessFacts(
                RequestContext.requestId(exchange.request()),
                principal.session(),
                requester,
                operation,
                Surface.DICOMWEB,
                studies,
                search && studies.isEmpty() ? "" : exchange.resource(),
                search ? query.substring(0, Math.min(query.length(), MAX_QUERY)) : "",
                exchange.request().getRemoteAddr(),
                principal instanceof Principal.Client client ? Optional.of(client.actor()) : Optional.empty());
    }
}
