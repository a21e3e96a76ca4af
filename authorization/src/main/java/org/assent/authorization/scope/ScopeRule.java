package org.assent.authorization.scope;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which scope a request needs, by its method and path (SMART App Launch 2.2 §3.0.1; DICOMweb counts as ImagingStudy). Pure.
 *
 * @param resourceType FHIR resource type, or {@code *} when the request is about all of them
 * @param interaction what it does
 */
public record ScopeRule(String resourceType, Interaction interaction) {

    private static final Set<String> QIDO_LISTS = Set.of("studies", "series", "instances");

    /**
     * What a request needs; empty for what belongs to no resource type, and for batches and operations, where the handler
     * asks for each part.
     *
     * @param method HTTP method
     * @param segments the path's segments, percent-decoded
     */
    public static Optional<ScopeRule> of(String method, List<String> segments) {
        return switch (ResourceServer.of(segments)) {
            case DICOMWEB -> Optional.of(new ScopeRule("ImagingStudy", imaging(method, segments)));
            case FHIR -> fhir(method, segments.subList(Math.min(2, segments.size()), segments.size()));
            case SITE -> Optional.empty();
        };
    }

    private static Interaction imaging(String method, List<String> segments) {
        boolean list = QIDO_LISTS.contains(segments.get(segments.size() - 1));
        return switch (method) {
            case "GET", "HEAD" -> list ? Interaction.SEARCH : Interaction.READ;
            case "POST" -> Interaction.CREATE;
            case "DELETE" -> Interaction.DELETE;
            default -> Interaction.UPDATE;
        };
    }

    private static Optional<ScopeRule> fhir(String method, List<String> path) {
        if (path.isEmpty() || path.get(0).isEmpty()) {
            return method.equals("POST") ? Optional.empty() : Optional.of(new ScopeRule("*", Interaction.SEARCH));
        }
        String type = path.get(0);
        if (type.equals("metadata") || type.startsWith(".") || path.stream().anyMatch(p -> p.startsWith("$"))) {
            return Optional.empty();
        }
        if (type.startsWith("_")) {
            return Optional.of(new ScopeRule("*", Interaction.SEARCH));
        }
        if (path.size() == 2 && path.get(1).startsWith("_")) {
            return Optional.of(new ScopeRule(type, Interaction.SEARCH));
        }
        if (path.size() > 2 && !path.get(2).startsWith("_")) {
            return Optional.of(new ScopeRule(path.get(2), Interaction.SEARCH));
        }
        boolean instance = path.size() > 1;
        return Optional.of(new ScopeRule(
                type,
                switch (method) {
                    case "GET", "HEAD" -> instance ? Interaction.READ : Interaction.SEARCH;
                    case "POST" -> Interaction.CREATE;
                    case "DELETE" -> Interaction.DELETE;
                    default -> Interaction.UPDATE;
                }));
    }
}
