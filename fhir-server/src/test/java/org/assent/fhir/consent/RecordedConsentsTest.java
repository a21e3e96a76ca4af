package org.assent.fhir.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.fhir.Visibility;
import org.assent.fhir.jpa.FhirDatabase;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.assent.fhir.testing.FakeRegistrar;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored when the ledger's word and the word that it is awaited cross. */
class RecordedConsentsTest {

    private static final String ID = "c1";

    private final ResourceStore store = ResourceStore.open(
            new FhirDatabase("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "", 4));
    private final FakeRegistrar registrar = new FakeRegistrar();
    private final RecordedConsents recorded =
            new RecordedConsents(store, registrar, new OrganizationId(Bytes32.of(new byte[32])));

    @BeforeEach
    void open() {
        store.put(consent(Consent.ConsentState.ACTIVE), Writer.LEDGER);
        registrar.known(ID);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldNotCallItsEndPendingWhenTheLedgerHadItMeanwhile() {
        Consent ended = consent(Consent.ConsentState.INACTIVE);
        recorded.store(closed(ended));

        recorded.showClosing(ended);

        Consent now = recorded.read(ID).orElseThrow();
        assertThat(now.getStatus()).isEqualTo(Consent.ConsentState.INACTIVE);
        assertThat(ConsentStanding.isPending(now)).isFalse();
    }

    @Test
    void shouldStayDeletedWhenTheLedgerHadItsEndMeanwhile() {
        Consent ended = consent(Consent.ConsentState.ENTEREDINERROR);
        RecordedConsents.markDeleting(ended);
        recorded.store(closed(ended));

        recorded.showClosing(ended);

        assertThat(recorded.read(ID)).isEmpty();
        assertThat(recorded.isDeleted(ID)).isTrue();
    }

    @Test
    void shouldShowItsEndWhenItWasReadInAnOlderVersion() {
        Consent read = recorded.read(ID).orElseThrow();
        Consent newer = read.copy();
        newer.getPatient().setDisplay("changed meanwhile");
        store.put(newer, Writer.LEDGER);
        read.setStatus(Consent.ConsentState.INACTIVE);

        recorded.showClosing(read);

        Consent now = recorded.read(ID).orElseThrow();
        assertThat(now.getStatus()).isEqualTo(Consent.ConsentState.INACTIVE);
        assertThat(ConsentStanding.isPending(now)).isTrue();
    }

    private RecordingOutcome.InForce closed(Consent ended) {
        String json = store.fhir().newJsonParser().encodeResourceToString(ended);
        return (RecordingOutcome.InForce) registrar.close(ID, false, json, Duration.ofSeconds(1));
    }

    private static Consent consent(Consent.ConsentState status) {
        Consent consent = new Consent();
        consent.setId(ID);
        consent.setStatus(status);
        consent.setPatient(new Reference("Patient/p1"));
        Visibility.mark(consent, Set.of(Visibility.LOCAL));
        return consent;
    }
}
