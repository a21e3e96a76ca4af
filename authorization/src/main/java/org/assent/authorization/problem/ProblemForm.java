package org.assent.authorization.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * How a problem is told: one catalogue, three forms. Pure; the same problem gives the same bytes but for the request id,
 * and no form repeats the address that was asked.
 */
public enum ProblemForm {
    /** RFC 9457 problem details: DICOMweb and everything else that programs ask. */
    JSON("application/problem+json") {
        @Override
        public byte[] body(Problem problem, String requestId) {
            ObjectNode body = MAPPER.createObjectNode()
                    .put("type", problem.kind().type())
                    .put("title", problem.kind().title())
                    .put("status", problem.kind().status())
                    .put("detail", problem.detail())
                    .put("requestId", requestId);
            return bytes(body.toString());
        }
    },

    /** FHIR R4 OperationOutcome with one issue. */
    OPERATION_OUTCOME("application/fhir+json;charset=UTF-8") {
        @Override
        public byte[] body(Problem problem, String requestId) {
            ObjectNode outcome = MAPPER.createObjectNode().put("resourceType", "OperationOutcome");
            ObjectNode issue = outcome.putArray("issue").addObject();
            issue.put("severity", "error").put("code", problem.kind().issueCode());
            issue.putObject("details").put("text", problem.kind().title());
            issue.put("diagnostics", problem.detail() + " (request " + requestId + ")");
            return bytes(outcome.toString());
        }
    },

    /** A short page for people. */
    HTML("text/html;charset=UTF-8") {
        @Override
        public byte[] body(Problem problem, String requestId) {
            return bytes("""
                    <!DOCTYPE html>
                    <html lang="en">
                    <head><meta charset="utf-8"><title>%1$s</title><link rel="stylesheet" href="/auth/pages.css"></head>
                    <body><main><h1>%1$s</h1><p>%2$s</p><p class="quiet">Request %3$s</p></main></body>
                    </html>
                    """.formatted(
                            HtmlText.escape(problem.kind().title()),
                            HtmlText.escape(problem.detail()),
                            HtmlText.escape(requestId)));
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String contentType;

    ProblemForm(String contentType) {
        this.contentType = contentType;
    }

    /** Value of Content-Type. */
    public String contentType() {
        return contentType;
    }

    /** The body, UTF-8. */
    public abstract byte[] body(Problem problem, String requestId);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
