package org.assent.custody.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.assent.ledger.signature.P256Signer;
import org.assent.ledger.signature.PublicKey;
import org.assent.ledger.signature.Signer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that access tokens are signed with: the one in use, which another takes the place of after 90 days, and the one before it
 * for as long as its tokens can be good. Sealed in the key store; a crash at any step leaves every good token its key. Thread-safe.
 */
public final class TokenKeyRing {

    /** How long a key is used. */
    public static final Duration LIFE = Duration.ofDays(90);

    /** The longest that a token is good, and room for clocks that differ. */
    static final Duration TOKENS = Duration.ofMinutes(65);

    private static final Logger LOG = LoggerFactory.getLogger(TokenKeyRing.class);

    /** How long after a change that failed it is tried again. */
    private static final Duration AGAIN = Duration.ofHours(1);

    private static final String CURRENT = "token";
    private static final String BEFORE = "token-before";
    private static final String SINCE = "token.since";

    private final KeyStore store;
    private final Clock clock;
    private Signer current;
    private Optional<Signer> before;
    private Instant since;
    private Instant tried = Instant.MIN;
    private List<PublicKey> published = List.of();

    private TokenKeyRing(KeyStore store, Signer current, Optional<Signer> before, Instant since, Clock clock) {
        this.store = store;
        this.current = current;
        this.before = before;
        this.since = since;
        this.clock = clock;
    }

    /**
     * Opens the keys of a site.
     *
     * @param current its token key as it is now
     */
    public static TokenKeyRing open(KeyStore store, Signer current, Clock clock) throws IOException {
        Optional<Instant> known = store.readPublic(SINCE).flatMap(TokenKeyRing::instant);
        Instant since = known.orElseGet(clock::instant);
        if (known.isEmpty()) {
            store.writePublic(SINCE, text(since));
        }
        // a crash before the next key was kept leaves the current one twice
        Optional<Signer> before = store.read(BEFORE)
                .<Signer>map(P256Signer::fromPkcs8)
                .filter(key -> !key.publicKey().equals(current.publicKey()));
        return new TokenKeyRing(store, current, before, since, clock);
    }

    private static Optional<Instant> instant(byte[] text) {
        try {
            return Optional.of(Instant.parse(new String(text, StandardCharsets.US_ASCII).strip()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static byte[] text(Instant since) {
        return (since + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The key for a new token; a new one if it was used long enough. One that cannot be kept is not used: the old one goes on. */
    public synchronized Signer current() {
        Instant now = clock.instant();
        if (now.isAfter(since.plus(LIFE)) && now.isAfter(tried.plus(AGAIN))) {
            tried = now;
            try {
                rotate(now);
            } catch (IOException e) {
                LOG.warn("the next token key cannot be kept; the old one is used and it is tried again in an hour", e);
            }
        }
        return current;
    }

    /** The public halves of the keys whose tokens may still be good, the current one first. The same list while nothing changes. */
    public synchronized List<PublicKey> published() {
        boolean both = before.isPresent() && clock.instant().isBefore(since.plus(TOKENS));
        if (published.isEmpty()
                || !published.getFirst().equals(current.publicKey())
                || both != (published.size() > 1)) {
            published = both
                    ? List.of(current.publicKey(), before.orElseThrow().publicKey())
                    : List.of(current.publicKey());
        }
        return published;
    }

    private void rotate(Instant now) throws IOException {
        P256Signer next = P256Signer.generate(store.random());
        store.write(BEFORE, store.read(CURRENT).orElseThrow());
        store.writePublic(SINCE, text(now));
        store.write(CURRENT, next.toPkcs8());
        before = Optional.of(current);
        current = next;
        since = now;
    }
}
