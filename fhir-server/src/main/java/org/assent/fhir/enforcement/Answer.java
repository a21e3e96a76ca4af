package org.assent.fhir.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.assent.audit.AccessHandle;
import org.jspecify.annotations.Nullable;

/** What a request's answer is logged under, from the decision to its last byte. One per request. */
final class Answer {

    private static final String ATTRIBUTE = "org.assent.fhir.answer";

    private final String ownReceipt = UUID.randomUUID().toString();
    private @Nullable AccessHandle handle;

    private Answer() {}

    /** The request's answer. */
    static Answer of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Answer answer) {
            return answer;
        }
        Answer answer = new Answer();
        request.setAttribute(ATTRIBUTE, answer);
        return answer;
    }

    static Answer of(RequestDetails request) {
        return of(Caller.servletRequest(request));
    }

    /** The answer is logged under this entry. */
    void under(AccessHandle entry) {
        this.handle = entry;
    }

    /** Id of the receipt, of the same shape for every answer. */
    String receiptId() {
        return handle == null ? ownReceipt : handle.receiptId();
    }

    /** The last byte was written. */
    void ended(int status, long bytes) {
        if (handle != null) {
            handle.completed(status, 0, bytes, false);
        }
    }
}
