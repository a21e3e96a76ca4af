package org.assent.fhir.consent;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.custody.consent.ConsentRegistrar;
import org.assent.custody.consent.ConsentRegistrar.ConsentState;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.fhir.Visibility;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.assent.fhir.ledger.LedgerAnchor;
import org.assent.fhir.ledger.RecordedProvenance;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Provenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what the ledger has made true of a Consent: the resource, how it stands, and its Provenance, in one transaction
 * and once for each operation, however often it is tried and wherever a crash fell.
 */
final class RecordedConsents {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedConsents.class);

    private final ResourceStore store;
    private final ConsentRegistrar registrar;
    private final OrganizationId own;

    RecordedConsents(ResourceStore store, ConsentRegistrar registrar, OrganizationId own) {
        this.store = store;
        this.registrar = registrar;
        this.own = own;
    }

    /** The Consent as stored, empty if there is none of this site. */
    Optional<Consent> read(String id) {
        return store.read(Consent.class, id);
    }

    /** Stores the outcome, unless that was done before, and tells the registrar. */
    synchronized Consent store(RecordingOutcome.InForce outcome) {
        Consent consent = store.inTransaction(() -> storeOnce(outcome));
        registrar.stored(outcome.operationId());
        return consent;
    }

    /** Stores whatever became final without being stored: after a crash, or after an answer of 202. */
    void heal() {
        List<RecordingOutcome.InForce> waiting = registrar.notStored();
        for (RecordingOutcome.InForce outcome : waiting) {
            store(outcome);
            LOG.info("stored Consent/{} of operation {}", outcome.consentResourceId(), outcome.operationId());
        }
    }

    /** Shows a restriction that holds at this site while the ledger does not know it yet. */
    synchronized Consent showClosing(Consent closing) {
        ConsentStanding.set(closing, own, ConsentState.PENDING, ConsentStanding.sequence(closing));
        Visibility.mark(closing, Set.of(Visibility.LOCAL));
        return (Consent) store.put(closing, Writer.LEDGER).resource();
    }

    private Consent storeOnce(RecordingOutcome.InForce outcome) {
        Optional<Consent> before = read(outcome.consentResourceId());
        if (store.read(Provenance.class, outcome.operationId()).isPresent() && before.isPresent()) {
            return before.get();
        }
        Consent consent = store.fhir().newJsonParser().parseResource(Consent.class, outcome.resource());
        consent.setId(outcome.consentResourceId());
        ConsentState state = outcome.closing() ? ConsentState.CLOSED : ConsentState.IN_FORCE;
        ConsentStanding.set(consent, own, state, outcome.sequence());
        Visibility.mark(consent, Set.of(Visibility.LOCAL));
        if (before.filter(b -> isNewer(b, outcome)).isPresent()) {
            return before.get();
        }
        ResourceStore.Stored stored = store.put(consent, Writer.LEDGER);
        store.put(provenance(consent, stored, outcome), Writer.LEDGER);
        return (Consent) stored.resource();
    }

    /** An operation that comes late must not undo a later one; a closed consent never opens again. */
    private static boolean isNewer(Consent stored, RecordingOutcome.InForce outcome) {
        boolean closed = stored.getStatus() != Consent.ConsentState.ACTIVE;
        return !outcome.closing() && (closed || ConsentStanding.sequence(stored) > outcome.sequence());
    }

    private Provenance provenance(Consent consent, ResourceStore.Stored stored, RecordingOutcome.InForce outcome) {
        return RecordedProvenance.of(
                        stored.versionedReference(), outcome.blockTime(), stored.created() ? "CREATE" : "UPDATE")
                .author(consent.getPerformerFirstRep().copy())
                .custodian(
                        own,
                        consent.getPatient().copy(),
                        "Signed for the ledger by the key that the source keeps for the patient; authority: "
                                + outcome.authority())
                .source(Optional.ofNullable(consent.getSource()))
                .anchor(new LedgerAnchor(
                        outcome.chainId(), outcome.height(), outcome.transaction(), outcome.commitment()))
                .under(outcome.operationId(), Set.of(Visibility.LOCAL));
    }
}
