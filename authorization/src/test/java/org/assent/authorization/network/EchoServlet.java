package org.assent.authorization.network;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;

/** Answers with who asked; and fails in the ways that its path names. */
final class EchoServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Set<String> forgotten = ConcurrentHashMap.newKeySet();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (path.endsWith("/absent")) {
            throw new ProblemException(ProblemKind.NOT_FOUND, "There is no such study.");
        }
        if (path.endsWith("/broken")) {
            throw new IllegalStateException("patient Doe^Jane was here");
        }
        if (path.endsWith("/large")) {
            byte[] block = new byte[64 * 1024];
            for (int i = 0; i < 256; i++) {
                response.getOutputStream().write(block);
            }
            return;
        }
        if (path.endsWith("/cut")) {
            response.setContentLength(1_000_000);
            response.getOutputStream().write(new byte[100_000]);
            response.flushBuffer();
            throw new IllegalStateException("cut");
        }
        if (path.endsWith("/forgetful") && forgotten.add(request.getHeader("Authorization")) && forgotten.size() == 1) {
            response.setStatus(401);
            response.setHeader("WWW-Authenticate", "DPoP algs=\"ES256\", error=\"invalid_token\"");
            return;
        }
        if (path.endsWith("/redirect")) {
            response.setStatus(302);
            response.setHeader("Location", "/dicomweb/studies");
            return;
        }
        response.setContentType("text/plain;charset=UTF-8");
        byte[] body = (request.getMethod() + " " + path + " " + who(request)).getBytes(StandardCharsets.UTF_8);
        response.getOutputStream().write(body);
    }

    private static String who(HttpServletRequest request) {
        Principal principal = RequestContext.principalIfAny(request);
        String peer = RequestContext.peerOrganization(request)
                .map(o -> " over TLS of " + o.toHex())
                .orElse("");
        return (principal == null ? "nobody" : principal.getClass().getSimpleName() + " " + principal.actor()) + peer;
    }
}
