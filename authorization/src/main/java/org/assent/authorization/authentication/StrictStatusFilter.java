package org.assent.authorization.authentication;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Answers 401 where others answer 403, to requests with a token: IHE IUA has one status for a token that does not hold and for one that
 * does not cover the request (ITI TF-2 3.72.4.3), where RFC 6750 §3.1 and DICOM PS3.18 §8.5 have two. For sites that are configured so.
 */
public final class StrictStatusFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, request.getHeader("Authorization") == null ? response : new Strict(response));
    }

    private static final class Strict extends HttpServletResponseWrapper {

        Strict(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setStatus(int status) {
            super.setStatus(strict(status));
        }

        @Override
        public void sendError(int status) throws IOException {
            super.sendError(strict(status));
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            super.sendError(strict(status), message);
        }

        private int strict(int status) {
            if (status != SC_FORBIDDEN) {
                return status;
            }
            if (!containsHeader("WWW-Authenticate")) {
                setHeader("WWW-Authenticate", "Bearer realm=\"assent\", error=\"insufficient_scope\"");
            }
            return SC_UNAUTHORIZED;
        }
    }
}
