package org.assent.authorization.authentication;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.assent.authorization.http.ProblemFilter;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.problem.Problem;
import org.assent.authorization.problem.ProblemKind;
import org.assent.authorization.token.CredentialException;
import org.jspecify.annotations.Nullable;

/** Answers that ask for another or a better token (RFC 6750 §3, RFC 9449 §7.1); never a redirect. */
final class Challenge {

    private Challenge() {}

    /** 401: nothing was brought that proves who asks. */
    static void unauthenticated(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request, response, ProblemKind.UNAUTHENTICATED, null, "Send a token, or sign in at /auth/sign-in.");
    }

    /** 401: what was brought does not hold. */
    static void invalid(HttpServletRequest request, HttpServletResponse response, CredentialException failure)
            throws IOException {
        String detail = failure.getMessage() == null ? "The token does not hold." : failure.getMessage();
        ProblemKind kind = failure.code() == CredentialException.Code.INVALID_REQUEST
                ? ProblemKind.BAD_REQUEST
                : ProblemKind.UNAUTHENTICATED;
        write(request, response, kind, failure.code().text(), detail);
    }

    /** 403: who asks is known, and may not. */
    static void insufficient(HttpServletRequest request, HttpServletResponse response, String detail)
            throws IOException {
        write(request, response, ProblemKind.INSUFFICIENT_SCOPE, "insufficient_scope", detail);
    }

    private static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            ProblemKind kind,
            @Nullable String error,
            String detail)
            throws IOException {
        String scheme = RequestContext.onSitesPort(request) ? "DPoP algs=\"ES256\", " : "Bearer ";
        response.setHeader(
                "WWW-Authenticate", scheme + "realm=\"assent\"" + (error == null ? "" : ", error=\"" + error + "\""));
        ProblemFilter.write(request, response, Problem.of(kind, detail));
    }
}
