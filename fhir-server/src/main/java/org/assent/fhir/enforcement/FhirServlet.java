package org.assent.fhir.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.assent.authorization.http.RequestContext;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.hl7.fhir.r4.model.Bundle;

/**
 * FHIR over HTTP: HAPI's server with our providers alone, bounded requests, and every answer under its entry of the access
 * log. Keeps no state between requests: no kept searches, no sessions.
 */
public final class FhirServlet extends RestfulServer {

    /** Header that names the receipt of an answer. */
    public static final String RECEIPT = "Assent-Receipt";

    private static final long serialVersionUID = 1L;
    private static final long MOST_BYTES = 2L << 20;
    private static final long MOST_SHARE_BYTES = 16L << 20;
    private static final String STATUS = "/$consent-status/";
    private static final String STATUS_ATTRIBUTE = "org.assent.fhir.status";
    private static final String BUNDLE_ATTRIBUTE = "org.assent.fhir.bundle";
    private static final String SHARE = "/$receive-share";

    private final transient List<Object> providers;
    private final transient Object conformance;
    private final String base;

    /**
     * Serves the providers.
     *
     * @param base FHIR base address, without trailing slash
     */
    public FhirServlet(FhirContext fhir, List<Object> providers, Object conformance, String base) {
        super(fhir);
        this.providers = List.copyOf(providers);
        this.conformance = conformance;
        this.base = base;
    }

    @Override
    protected void initialize() {
        registerProviders(providers);
        setServerConformanceProvider(conformance);
        setServerAddressStrategy(new HardcodedServerAddressStrategy(base));
        setDefaultResponseEncoding(EncodingEnum.JSON);
        setPagingProvider(null);
        setUncompressIncomingContents(false); // a small body must not become a large one behind the bound
        registerInterceptor(new Faults());
        registerInterceptor(new HarmlessBodies(getFhirContext()));
        registerInterceptor(new ChosenAnswer());
        registerInterceptor(new PlainSearchset());
    }

    /** Makes the answer of a handler have another status than HAPI would give it. */
    public static void answerWith(HttpServletRequest request, int status) {
        request.setAttribute(STATUS_ATTRIBUTE, status);
    }

    /**
     * Makes the answer of a handler be this Bundle instead of the one that HAPI would make, which knows neither totals of
     * histories nor their pages.
     *
     * @return what the handler returns
     */
    public static IBundleProvider answerWith(HttpServletRequest request, Bundle bundle) {
        request.setAttribute(BUNDLE_ATTRIBUTE, bundle);
        return new SimpleBundleProvider();
    }

    /** Sets the status and the Bundle that a handler asked for. */
    @Interceptor
    public static final class ChosenAnswer {

        /** Called by HAPI before it writes an answer. */
        @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
        public void choose(ResponseDetails answer, HttpServletRequest request) {
            if (request.getAttribute(STATUS_ATTRIBUTE) instanceof Integer status) {
                answer.setResponseCode(status);
            }
            if (request.getAttribute(BUNDLE_ATTRIBUTE) instanceof Bundle bundle) {
                answer.setResponseResource(bundle);
            }
        }
    }

    /**
     * Takes from a search's answer what HAPI adds and what differs each time without meaning anything: its id and time. So
     * an empty answer is the same whether something is hidden or nothing is there.
     */
    @Interceptor
    public static final class PlainSearchset {

        /** Called by HAPI before it writes an answer. */
        @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
        public void strip(ResponseDetails answer) {
            if (answer.getResponseResource() instanceof Bundle bundle
                    && bundle.getType() == Bundle.BundleType.SEARCHSET) {
                bundle.setId((String) null);
                bundle.setMeta(null);
            }
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        requirePlain(request);
        Answer answer = Answer.of(request);
        boolean share = request.getRequestURI().endsWith(SHARE);
        MeasuredResponse measured =
                new MeasuredResponse(response, () -> response.setHeader(RECEIPT, answer.receiptId()));
        try {
            super.service(
                    withOperationAsParameter(new BoundedRequest(request, share ? MOST_SHARE_BYTES : MOST_BYTES)),
                    measured);
            measured.begin();
            measured.finish();
        } finally {
            answer.ended(measured.getStatus(), measured.bytes());
        }
    }

    private static void requirePlain(HttpServletRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ProblemException(
                    ProblemKind.UNSUPPORTED_MEDIA_TYPE, "Bodies are taken as they are, without Content-Encoding.");
        }
    }

    /** HAPI knows operations by name only: {@code $consent-status/x} becomes {@code $consent-status?operation=x}. */
    private static HttpServletRequest withOperationAsParameter(HttpServletRequest request) {
        String uri = request.getRequestURI();
        int at = uri.indexOf(STATUS);
        if (at < 0) {
            return request;
        }
        String operation = uri.substring(at + STATUS.length());
        String path = uri.substring(0, at + STATUS.length() - 1);
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getRequestURI() {
                return path;
            }

            @Override
            public StringBuffer getRequestURL() {
                return new StringBuffer(path);
            }

            @Override
            public String getQueryString() {
                return "operation=" + operation;
            }
        };
    }

    /** The id that the filters gave it. */
    @Override
    protected String getOrCreateRequestId(HttpServletRequest request) {
        return RequestContext.requestId(request);
    }

    /** The filters have said it already. */
    @Override
    protected void addRequestIdToResponse(ServletRequestDetails request, String requestId) {}

    /** Says nothing of what it is made with. */
    @Override
    public void addHeadersToResponse(HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
    }
}
