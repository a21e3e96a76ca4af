package org.assent.site.receipts;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Role;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.route.Guard;
import org.assent.authorization.route.Route;
import org.assent.ledger.bytes.Bytes;
import org.assent.ledger.identity.OrganizationId;

/**
 * Gives receipts to whom they are for. {@code GET /receipts/{receipt}}: the patient's and auditor's view, to the site's privacy
 * officer, and noted in the access log; the next one of a long listing is linked (RFC 8288, {@code rel="next"}). {@code GET /receipts/{receipt}/recipient}, on the port for sites: the recipient's view,
 * to the organization that was permitted. Whoever else asks, and for whatever else, gets the same 404.
 */
final class ReceiptServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String RECEIPT = "receipt";
    private static final String FULL = "/receipts/{" + RECEIPT + "}";
    private static final String RECIPIENT = FULL + "/recipient";

    private final transient Source source;
    private final transient AccessLog log;

    /** Where receipts are. */
    interface Source {
        /** All that there is of it. */
        Optional<Full> full(String id);

        /** What it shows to an organization that was permitted. */
        Optional<byte[]> recipient(String id, OrganizationId organization);
    }

    /**
     * All that there is of a receipt.
     *
     * @param next id of the receipt about further studies of the same listing; empty if there is none
     */
    record Full(Bytes text, Optional<String> next) {}

    ReceiptServlet(Source source, AccessLog log) {
        this.source = source;
        this.log = log;
    }

    List<Route> routes() {
        return List.of(
                new Route(Set.of("GET"), FULL, new Guard.Roles(Set.of(Role.PRIVACY_OFFICER))),
                new Route(Set.of("GET"), RECIPIENT, new Guard.Peers()));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String id = RequestContext.route(request).variable(RECEIPT);
        Optional<byte[]> receipt = Optional.empty();
        if (RequestContext.route(request).route().template().equals(FULL)) {
            Optional<Full> full = ReceiptId.isOne(id) ? source.full(id) : Optional.empty();
            full.flatMap(Full::next)
                    .ifPresent(next -> response.setHeader("Link", "</receipts/" + next + ">; rel=\"next\""));
            receipt = full.map(it -> it.text().toByteArray());
            log.event(new SecurityEvent(
                    RequestContext.requestId(request),
                    SecurityEvent.Kind.RECORD_READ,
                    receipt.isPresent(),
                    RequestContext.principal(request).actor(),
                    Map.of("resource", "receipts/" + (ReceiptId.isOne(id) ? id : "?"))));
        } else if (ReceiptId.isOne(id)) {
            receipt = RequestContext.peerOrganization(request).flatMap(peer -> source.recipient(id, peer));
        }
        byte[] text = receipt.orElseThrow(() ->
                new ProblemException(ProblemKind.NOT_FOUND, "There is no such receipt here, or it is not for you."));
        response.setHeader("Cache-Control", "private, no-store");
        response.setContentType("application/json");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }
}
