package org.assent.custody.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.assent.ledger.signature.PublicKey;
import org.assent.testsupport.FixedClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeyRingTest {

    private final FixedClock clock = FixedClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    private KeyStore store;

    @BeforeEach
    void open() throws IOException {
        store = KeyStore.open(folder, random);
    }

    private TokenKeyRing ring() throws IOException {
        return TokenKeyRing.open(
                store,
                OrganizationKeys.loadOrCreate(store, "north", clock.instant()).token(),
                clock);
    }

    @Test
    void shouldUseOneKeyForNinetyDaysOverRestarts() throws IOException {
        PublicKey first = ring().current().publicKey();

        clock.advance(TokenKeyRing.LIFE);

        assertThat(ring().current().publicKey()).isEqualTo(first);
        assertThat(ring().published()).containsExactly(first);
    }

    @Test
    void shouldPublishTheOldKeyForAsLongAsItsTokensCanBeGood() throws IOException {
        TokenKeyRing ring = ring();
        PublicKey first = ring.current().publicKey();
        clock.advance(TokenKeyRing.LIFE.plusSeconds(1));

        PublicKey second = ring.current().publicKey();

        assertThat(second).isNotEqualTo(first);
        assertThat(ring.published()).containsExactly(second, first).isSameAs(ring.published());
        assertThat(ring().published()).as("after a restart").containsExactly(second, first);
        assertThat(ring().current().publicKey()).isEqualTo(second);
        clock.advance(TokenKeyRing.TOKENS);
        assertThat(ring.published()).containsExactly(second);
        assertThat(ring().published()).containsExactly(second);
    }

    @Test
    void shouldKeepTheKeyOfGoodTokensWhenItDiesBetweenTheSteps() throws IOException {
        TokenKeyRing ring = ring();
        PublicKey first = ring.current().publicKey();
        clock.advance(TokenKeyRing.LIFE.plus(Duration.ofSeconds(1)));
        store.write("token-before", store.read("token").orElseThrow());

        assertThat(ring().published()).containsExactly(first);

        store.writePublic("token.since", (clock.instant() + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));

        assertThat(ring().current().publicKey()).isEqualTo(first);
        assertThat(ring().published()).containsExactly(first);
    }
}
