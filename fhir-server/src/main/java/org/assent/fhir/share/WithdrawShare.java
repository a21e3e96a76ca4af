package org.assent.fhir.share;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.assent.audit.AccessLog;
import org.assent.audit.SecurityEvent;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.custody.share.ShareExchange;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code POST $withdraw-share}: a source, proven by its TLS key, no longer opens one of its studies to this site although the
 * consent that it was shared under stays open. The study is forgotten here as if the consent was closed. What another source
 * shared is untouched.
 */
public final class WithdrawShare {

    /** Name of the operation. */
    public static final String NAME = "$withdraw-share";

    private final ShareExchange shared;
    private final MessageOrder order;
    private final AccessLog log;

    WithdrawShare(ShareExchange shared, MessageOrder order, AccessLog log) {
        this.shared = shared;
        this.order = order;
        this.log = log;
    }

    /** Forgets it: 200, also if it was not here; 409 if something newer came before; 422 with what is wrong. */
    @Operation(name = NAME)
    public IBaseResource receive(@ResourceParam Parameters parameters, HttpServletRequest request) {
        OrganizationId from = RequestContext.peerOrganization(request)
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.UNAUTHENTICATED,
                        "Only a registered organization withdraws a share, over its own connection."));
        try {
            ShareWithdrawal withdrawal = ShareWithdrawalCodec.decode(parameters);
            boolean taken = order.take(from, withdrawal.revision(), () -> {
                shared.withdrawn(from, withdrawal.share());
                return true;
            });
            record(request, from, taken);
            if (!taken) {
                throw new ProblemException(
                        ProblemKind.CONFLICT, "The withdrawal is older than what came before; send the present state.");
            }
            return ReceiveShare.done("Forgotten.");
        } catch (ShareRefusedException e) {
            record(request, from, false);
            throw new ProblemException(
                    ProblemKind.UNPROCESSABLE, "The withdrawal is not understood: " + e.getMessage() + ".");
        }
    }

    private void record(HttpServletRequest request, OrganizationId from, boolean taken) {
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.RECORD_CHANGED,
                taken,
                from.toHex(),
                Map.of("operation", NAME)));
    }
}
