package org.assent.fhir.enforcement;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    private static final Lock[] LOCKS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

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
        Matcher matcher = CONDITION.matcher(condition);
        if (!matcher.matches() || matcher.group(1).contains(",")) {
            throw new ProblemException(
                    ProblemKind.BAD_REQUEST, "If-None-Exist is understood as identifier=system|value.");
        }
        return createUnless(resource, matcher.group(1), writer);
    }

    /** Creates it unless this site holds one of its type with the identifier. */
    public <T extends Resource> ResourceStore.Stored create(T resource, Identifier identifier, Writer writer) {
        String token = escaped(identifier.getSystem()) + "|" + escaped(identifier.getValue());
        return createUnless(resource, URLEncoder.encode(token, StandardCharsets.UTF_8), writer);
    }

    private <T extends Resource> ResourceStore.Stored createUnless(T resource, String token, Writer writer) {
        Lock lock = LOCKS[Math.floorMod((resource.fhirType() + token).hashCode(), LOCKS.length)];
        lock.lock();
        try {
            List<? extends Resource> held =
                    store.find(resource.getClass(), "identifier=" + token + "&" + Visibility.LOCAL_ONLY);
            return held.stream()
                    .min(Comparator.comparing(r -> r.getIdElement().getIdPart()))
                    .map(found -> new ResourceStore.Stored(found, false))
                    .orElseGet(() -> store.create(resource, writer));
        } finally {
            lock.unlock();
        }
    }

    /** Escapes what separates values in a search (R4 search.html#escaping). */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(",", "\\,")
                .replace("$", "\\$")
                .replace("|", "\\|");
    }
}
