package org.assent.authorization.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Gives every request an id that the client also gets and that every log line carries (MDC key {@code requestId}). First in
 * the chain.
 *
 * <p>A client's own {@code X-Request-Id} is kept if it is 1 to 64 visible ASCII characters without quotes and brackets, so
 * that it can stand in a log line, a header and a JSON string as it is.
 */
public final class RequestIdFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** The header, of requests and responses. */
    public static final String HEADER = "X-Request-Id";

    private static final String MDC_KEY = "requestId";
    private static final Pattern ACCEPTED = Pattern.compile("[\\x21-\\x7E&&[^\"'<>&\\\\]]{1,64}");

    private final transient SecureRandom random;

    /** Makes ids from the given source of randomness. */
    public RequestIdFilter(SecureRandom random) {
        this.random = random;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String given = request.getHeader(HEADER);
        String id = given != null && ACCEPTED.matcher(given).matches() ? given : fresh();
        RequestContext.setRequestId(request, id);
        response.setHeader(HEADER, id);
        MDC.put(MDC_KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(MDC_KEY);
        }
    }

    private String fresh() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
