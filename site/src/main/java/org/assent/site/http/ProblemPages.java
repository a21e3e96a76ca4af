package org.assent.site.http;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemForm;
import org.assent.authorization.problem.ProblemKind;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a client gets for a request that Jetty itself refuses, before any filter sees it: a problem like every other. */
final class ProblemPages implements Request.Handler {

    /** What Jetty says of a coding or an HTTP version that a client made up: nothing that went wrong here. */
    private static final int NOT_IMPLEMENTED = 501;

    private static final int VERSION_NOT_SUPPORTED = 505;

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        boolean oursToMend = status >= 500 && status != NOT_IMPLEMENTED && status != VERSION_NOT_SUPPORTED;
        Problem problem = oursToMend
                ? Problem.of(ProblemKind.INTERNAL, "The request failed here.")
                : Problem.of(
                        kind(status),
                        "The request is not one that this server reads: its line, a header or its framing.");
        String requestId = UUID.randomUUID().toString();
        response.setStatus(problem.kind().status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemForm.JSON.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Request-Id", requestId);
        response.write(true, ByteBuffer.wrap(ProblemForm.JSON.body(problem, requestId)), callback);
        return true;
    }

    private static ProblemKind kind(int status) {
        for (ProblemKind kind : ProblemKind.values()) {
            if (kind.status() == status) {
                return kind;
            }
        }
        return ProblemKind.BAD_REQUEST;
    }
}
