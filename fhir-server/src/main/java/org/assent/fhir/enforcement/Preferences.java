package org.assent.fhir.enforcement;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.stream.Stream;

/** What a client prefers, by its {@code Prefer} headers (RFC 7240; R4 http.html#ops, search.html#errors). */
public final class Preferences {

    private Preferences() {}

    /** Whether unknown parameters shall be refused. */
    static boolean isStrict(RequestDetails request) {
        return has(request, "handling=strict");
    }

    /** Whether it would rather ask again than wait. */
    public static boolean isAsynchronous(RequestDetails request) {
        return has(request, "respond-async");
    }

    /** Whether it says what it wants in the body of the answer to a write. */
    public static boolean choosesBody(RequestDetails request) {
        return has(request, "return=minimal") || has(request, "return=representation");
    }

    private static boolean has(RequestDetails request, String preference) {
        List<String> headers = request.getHeaders("Prefer");
        return headers != null
                && headers.stream()
                        .flatMap(header -> Stream.of(header.split("[,;]", -1)))
                        .anyMatch(one -> one.strip().equalsIgnoreCase(preference));
    }
}
