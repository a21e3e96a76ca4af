package org.assent.fhir.enforcement;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.utilities.xhtml.NodeType;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/**
 * Refuses bodies that two readers may read as two: JSON in which a key comes twice (R4 json.html: "property names must be
 * unique"); and those that harm who looks at them: a narrative with more than plain formatting (R4 narrative.html, txt-1).
 */
@Interceptor
public final class HarmlessBodies {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final FhirContext fhir;

    /** For resources of this context. */
    HarmlessBodies(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** Called by HAPI before it looks for who handles the request. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    public void refuseSecondKeys(RequestDetails request) {
        if (EncodingEnum.forContentType(request.getHeader("Content-Type")) != EncodingEnum.JSON) {
            return;
        }
        try (JsonParser parser = JSON.createParser(request.loadRequestContents())) {
            while (parser.nextToken() != null) {
                // reading is the check
            }
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemKind.BAD_REQUEST, "The body is no JSON: " + e.getOriginalMessage() + ".");
        } catch (IOException e) {
            throw new ProblemException(ProblemKind.BAD_REQUEST, "The body cannot be read.");
        }
    }

    /** Called by HAPI when it has read the body. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void refusePrograms(RequestDetails request) {
        IBaseResource resource = request.getResource();
        if (resource == null) {
            return;
        }
        for (Narrative narrative : fhir.newTerser().getAllPopulatedChildElementsOfType(resource, Narrative.class)) {
            harm(narrative).ifPresent(what -> {
                throw new IssuesException(
                        ProblemKind.UNPROCESSABLE,
                        List.of(Issue.rule(
                                resource.fhirType() + ".text.div",
                                "holds more than plain formatting (txt-1): " + what)));
            });
        }
    }

    private static Optional<String> harm(Narrative narrative) {
        return narrative.hasDiv() ? harm(narrative.getDiv()) : Optional.empty();
    }

    private static Optional<String> harm(XhtmlNode node) {
        if (node.getNodeType() != NodeType.Element) {
            return Optional.empty();
        }
        if (!PlainXhtml.ELEMENTS.contains(node.getName())) {
            return Optional.of("an element that is not allowed");
        }
        for (Map.Entry<String, String> attribute : node.getAttributes().entrySet()) {
            if (!PlainXhtml.ATTRIBUTES.contains(attribute.getKey())) {
                return Optional.of("an attribute that is not allowed");
            }
            if (PlainXhtml.ADDRESSES.contains(attribute.getKey()) && !PlainXhtml.isHarmless(attribute.getValue())) {
                return Optional.of("an address of another kind than http, https, mailto and tel");
            }
        }
        return node.getChildNodes().stream()
                .map(HarmlessBodies::harm)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
