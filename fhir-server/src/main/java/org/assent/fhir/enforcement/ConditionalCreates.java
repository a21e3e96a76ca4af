package org.assent.fhir.enforcement;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assent.authorization.problem.ProblemException;
import org.assent.authorization.problem.ProblemKind;
import org.assent.fhir.Visibility;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;

/**
 * Creates a resource unless this site holds one with the identifier (R4 http.html#ccreate). Two at once never make two:
 * creations under one identifier wait for each other. What other sites shared never counts.
 */
public final class ConditionalCreates {

    private static final Pattern CONDITION = Pattern.compile("(?:[A-Za-z]+\\?)?identifier=([^&]+)");
    private static final NamedLocks LOCKS = new NamedLocks();

    private final ResourceStore store;

    /** In this store. */
    public ConditionalCreates(ResourceStore store) {
        this.store = store;
    }

    /**
     * Creates it, or answers with the one that is there.
     *
     * @param condition {@code identifier=system|value}
     */
    <T extends Resource> ResourceStore.Stored create(T resource, String condition, Writer writer) {
        return createUnless(resource, token(condition), writer);
    }

    /** What this site holds that fits the condition, {@code identifier=system|value}. */
    public <T extends Resource> List<T> held(Class<T> type, String condition) {
        return store.find(type, "identifier=" + token(condition) + "&" + Visibility.LOCAL_ONLY);
    }

    private static String token(String condition) {
        Matcher matcher = CONDITION.matcher(condition);
        if (!matcher.matches() || matcher.group(1).contains(",")) {
            throw new ProblemException(
                    ProblemKind.BAD_REQUEST, "If-None-Exist is understood as identifier=system|value.");
        }
        return matcher.group(1);
    }

    /** Creates it unless this site holds one of its type with the identifier. */
    public <T extends Resource> ResourceStore.Stored create(T resource, Identifier identifier, Writer writer) {
        String token = escaped(identifier.getSystem()) + "|" + escaped(identifier.getValue());
        return createUnless(resource, URLEncoder.encode(token, StandardCharsets.UTF_8), writer);
    }

    private <T extends Resource> ResourceStore.Stored createUnless(T resource, String token, Writer writer) {
        return LOCKS.holding(resource.fhirType() + token, () -> {
            List<? extends Resource> held =
                    store.find(resource.getClass(), "identifier=" + token + "&" + Visibility.LOCAL_ONLY);
            return held.stream()
                    .min(Comparator.comparing(r -> r.getIdElement().getIdPart()))
                    .map(found -> new ResourceStore.Stored(found, false))
                    .orElseGet(() -> store.create(resource, writer));
        });
    }

    /** Escapes what separates values in a search (R4 search.html#escaping). */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(",", "\\,")
                .replace("$", "\\$")
                .replace("|", "\\|");
    }
}
