package org.assent.dicomweb.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.principal.Principal;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.decision.request.Requester;
import org.assent.dicom.Uid;

/** One request to the DICOMweb service and the response to it, with what every handler asks of them. */
public final class Exchange {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Map<String, String> variables;
    private final String servicePath;
    private final boolean strict;

    /**
     * Wraps a request whose route is known.
     *
     * @param variables variables of the route's template
     * @param servicePath path of the service base, such as {@code /dicomweb}
     * @param strict whether the standard's letter holds where clients usually forget it
     */
    public Exchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, String> variables,
            String servicePath,
            boolean strict) {
        this.request = request;
        this.response = response;
        this.variables = Map.copyOf(variables);
        this.servicePath = servicePath;
        this.strict = strict;
    }

    /** The request. */
    public HttpServletRequest request() {
        return request;
    }

    /** The response. */
    public HttpServletResponse response() {
        return response;
    }

    /** Whether the standard's letter holds where clients usually forget it. */
    public boolean isStrict() {
        return strict;
    }

    /** Whether only the headers of the answer are wanted (DW-H-03). */
    public boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    /** Who asks. */
    public Principal principal() {
        return RequestContext.principal(request);
    }

    /** Who asks, as the decision point wants it. */
    public Requester requester() {
        Principal principal = principal();
        return new Requester(principal.organization(), principal.actor(), principal.purposes());
    }

    /** A variable of the route. */
    public String variable(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    /** A UID in the path: 400 unless it is one (DW-H-05). */
    public String uid(String name) {
        return Uid.tryParse(variable(name))
                .orElseThrow(() -> new ProblemException(
                        ProblemKind.BAD_REQUEST,
                        "The " + name
                                + " in the path is not a UID: digits and dots, at most 64 characters, no component"
                                + " with a leading zero (PS3.5 §9.1)."))
                .value();
    }

    /** Absolute address of the service base as this client sees it, without a slash at the end (DW-Q-23). */
    public String baseUrl() {
        String scheme = request.getScheme();
        int port = request.getServerPort();
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + request.getServerName() + (usual ? "" : ":" + port) + servicePath;
    }

    /** Path below the service base, without query. */
    public String resource() {
        String path = request.getRequestURI();
        return path.startsWith(servicePath) ? path.substring(servicePath.length()) : path;
    }

    /** The raw query, or an empty string. */
    public String query() {
        String query = request.getQueryString();
        return query == null ? "" : query;
    }

    /** What the client accepts (PS3.18 §8.7.8). */
    public Accept accept() {
        return accept(Optional.empty());
    }

    /** What the client accepts, narrowed by the query parameter {@code accept} of a search. */
    public Accept accept(Optional<String> parameter) {
        List<String> headers = list(request, "Accept");
        Optional<String> header = headers.isEmpty() ? Optional.empty() : Optional.of(String.join(",", headers));
        Optional<String> wanted =
                parameter.isPresent() ? parameter : Optional.ofNullable(request.getParameter("accept"));
        return Accept.of(header, wanted, strict);
    }

    /** Adds a warning in the form of PS3.18 §8.5.2: {@code 299 <service>: text}, its text quoted as HTTP wants it. */
    public void warn(String text) {
        response.addHeader("Warning", "299 " + baseUrl() + " \"" + text + "\"");
    }

    /** Answers 304 if the client already has this representation; call after the decision. */
    public boolean isNotModified(String entityTag) {
        response.setHeader("ETag", entityTag);
        for (String header : list(request, "If-None-Match")) {
            for (String candidate : header.split(",", -1)) {
                String tag = candidate.strip();
                if (tag.equals("*") || tag.equals(entityTag) || tag.equals("W/" + entityTag)) {
                    response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> list(HttpServletRequest request, String header) {
        return new ArrayList<>(Collections.list(request.getHeaders(header)));
    }
}
