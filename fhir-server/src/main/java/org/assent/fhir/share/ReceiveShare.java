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
import org.assent.custody.share.SharedStudies;
import org.assent.fhir.consent.CanonicalConsent;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;

/**
 * {@code POST $receive-share}: another registered organization, proven by its TLS key, shares one study. Kept only if the
 * opening is its own, fits what this site's copy of the ledger holds, the Consent is the one that was compiled, and nothing
 * newer came from there before.
 */
public final class ReceiveShare {

    /** Name of the operation. */
    public static final String NAME = "$receive-share";

    private final SharedStudies shared;
    private final SharedResources resources;
    private final CanonicalConsent canonical;
    private final MessageOrder order;
    private final AccessLog log;

    ReceiveShare(
            SharedStudies shared,
            SharedResources resources,
            CanonicalConsent canonical,
            MessageOrder order,
            AccessLog log) {
        this.shared = shared;
        this.resources = resources;
        this.canonical = canonical;
        this.order = order;
        this.log = log;
    }

    /** Takes a package: 200; 409 if the ledger does not say so here, or not yet; 422 with what is wrong. */
    @Operation(name = NAME)
    public IBaseResource receive(@ResourceParam Bundle bundle, HttpServletRequest request) {
        OrganizationId from = RequestContext.peerOrganization(request)
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.UNAUTHENTICATED,
                        "Only a registered organization shares, over its own connection."));
        try {
            SharePackage share = SharePackageCodec.decode(bundle);
            if (!share.opening().source().equals(from)) {
                throw new ShareRefusedException("the opening is of another organization");
            }
            if (!canonical.hash(share.consent()).equals(share.opening().terms().source())) {
                throw new ShareRefusedException("the terms were not compiled from this Consent");
            }
            boolean kept = order.take(from, share.revision(), () -> keep(from, share));
            record(request, from, kept);
            if (!kept) {
                throw new ProblemException(
                        ProblemKind.CONFLICT,
                        "The share does not fit this site's copy of the ledger, which may be behind, or is older than what"
                                + " came before; send the present state.");
            }
            return done("Kept.");
        } catch (ShareRefusedException e) {
            record(request, from, false);
            throw new ProblemException(ProblemKind.UNPROCESSABLE, "The share is not kept: " + e.getMessage() + ".");
        }
    }

    private boolean keep(OrganizationId from, SharePackage share) {
        if (!shared.accept(from, share.opening())) {
            return false;
        }
        resources.keep(from, share);
        return true;
    }

    private void record(HttpServletRequest request, OrganizationId from, boolean kept) {
        log.event(new SecurityEvent(
                RequestContext.requestId(request),
                SecurityEvent.Kind.RECORD_CREATED,
                kept,
                from.toHex(),
                Map.of("operation", NAME)));
    }

    /** What was asked for is done. */
    static OperationOutcome done(String sentence) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(OperationOutcome.IssueSeverity.INFORMATION)
                .setCode(OperationOutcome.IssueType.INFORMATIONAL)
                .setDiagnostics(sentence);
        return outcome;
    }
}
