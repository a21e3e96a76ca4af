package org.assent.fhir.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Versions narrowed in the query, by what they and their resources are tagged with. */
class VersionsTest {

    private static final String SYSTEM = "urn:test";

    private final ResourceStore store = ResourceStore.open(
            new FhirDatabase("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "", 4));

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldGiveOnlyVersionsThatMayBeSeenWhenTagsChangedBetweenThem() {
        // Given a first version tagged a, and a second one tagged b, which alone it is tagged with now
        put(Consent.ConsentState.PROPOSED, "a");
        put(Consent.ConsentState.ACTIVE, "b");
        store.untag(Consent.class, "c", SYSTEM, Set.of("a"), Writer.LEDGER);

        // When
        ResourceStore.Versions b = versions(false, "b");
        ResourceStore.Versions both = versions(false, "a", "b");

        // Then
        assertThat(numbers(b)).containsExactly(2L);
        assertThat(b.total()).isEqualTo(1);
        assertThat(numbers(both)).containsExactly(2L, 1L);
        assertThat(both.total()).isEqualTo(2);
        assertThat(versions(false, "a").total()).isZero();
    }

    @Test
    void shouldKeepTagsAndVersionsOfWhatIsDeletedAndNoneOfWhatIsForgotten() {
        // Given
        put(Consent.ConsentState.ACTIVE, "a");

        // When
        store.delete(Consent.class, "c", Writer.LEDGER);

        // Then
        assertThat(versions(false, "a").total()).isZero();
        ResourceStore.Versions deleted = versions(true, "a");
        assertThat(numbers(deleted)).containsExactly(2L, 1L);
        assertThat(deleted.versions().getFirst().resource()).isEmpty();
        assertThat(versions(true, "b").total()).isZero();
        assertThat(store.beforeDeletion(Consent.class, "c").map(Consent::getStatus))
                .contains(Consent.ConsentState.ACTIVE);
        assertThat(store.beforeDeletion(Consent.class, "none")).isEmpty();

        // And when it is forgotten
        store.forget(Consent.class, "c", Writer.LEDGER);
        store.forget(Consent.class, "none", Writer.LEDGER);

        // Then nothing is left
        assertThat(versions(true, "a").total()).isZero();
        assertThat(store.beforeDeletion(Consent.class, "c")).isEmpty();
    }

    private static List<Long> numbers(ResourceStore.Versions versions) {
        return versions.versions().stream().map(StoredVersion::number).toList();
    }

    private ResourceStore.Versions versions(boolean deleted, String... wanted) {
        return store.versions(
                Consent.class,
                new VersionQuery(SYSTEM, Set.of(wanted), Optional.empty(), deleted, Optional.empty(), 0, 10));
    }

    private void put(Consent.ConsentState status, String tag) {
        Consent consent = new Consent();
        consent.setId("c");
        consent.setStatus(status);
        consent.getMeta().addTag().setSystem(SYSTEM).setCode(tag);
        store.put(consent, Writer.LEDGER);
    }
}
