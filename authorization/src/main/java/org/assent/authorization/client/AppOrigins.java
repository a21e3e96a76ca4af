package org.assent.authorization.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The origins of the apps that are registered, where browsers go back to from here. Looked up again after five seconds, since a
 * browser app asks for each frame. Thread-safe.
 */
public final class AppOrigins implements Predicate<String> {

    private static final Duration KEPT = Duration.ofSeconds(5);

    private final ClientDirectory clients;
    private final Clock clock;
    private volatile Known known = new Known(Set.of(), Instant.MIN);

    private record Known(Set<String> origins, Instant at) {}

    public AppOrigins(ClientDirectory clients, Clock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public boolean test(String origin) {
        Instant now = clock.instant();
        Known current = known;
        if (now.isBefore(current.at()) || now.minus(KEPT).isAfter(current.at())) {
            current = new Known(
                    clients.all().stream()
                            .flatMap(client -> client.redirectUris().stream())
                            .map(RedirectUri::origin)
                            .collect(Collectors.toUnmodifiableSet()),
                    now);
            known = current;
        }
        return current.origins().contains(origin);
    }
}
