package org.assent.fhir.consent;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assent.custody.consent.ConsentRegistrar;
import org.assent.custody.consent.ConsentRegistrar.ConsentState;
import org.assent.custody.consent.RecordingOutcome;
import org.assent.decision.terms.Actor;
import org.assent.decision.terms.Rule;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.ConditionalCreates;
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
    private final ConditionalCreates conditional;

    RecordedConsents(ResourceStore store, ConsentRegistrar registrar, OrganizationId own) {
        this.store = store;
        this.registrar = registrar;
        this.own = own;
        this.conditional = new ConditionalCreates(store);
    }

    /** The Consent as stored, empty if there is none of this site. */
    Optional<Consent> read(String id) {
        return store.read(Consent.class, id);
    }

    /** Those of this site that fit the condition, {@code identifier=system|value}. */
    List<Consent> fitting(String condition) {
        return conditional.held(Consent.class, condition);
    }

    /** Whether it was deleted. */
    boolean isDeleted(String id) {
        return store.beforeDeletion(Consent.class, id).isPresent();
    }

    /** Deletes one that has ended on the ledger; its versions are kept. */
    synchronized void delete(String id) {
        store.delete(Consent.class, id, Writer.LEDGER);
    }

    /** Marks that it is deleted once the ledger has its end, also in what the registrar keeps: a crash forgets nothing. */
    static void markDeleting(Consent consent) {
        markBesides(consent, Visibility.DELETING);
        markBesides(consent, Visibility.LOCAL);
    }

    /** Marks what its root names, to be found by, however the Consent names it. */
    static void markNamed(Consent consent, Rule root) {
        Set<String> codes = new HashSet<>(Visibility.codes(consent));
        root.data().studies().forEach(uid -> codes.add(Visibility.namesStudy(uid)));
        root.actors()
                .forEach(actor -> codes.add(Visibility.namesOrganization(
                        switch (actor) {
                            case Actor.ByOrganization by -> by.organization();
                            case Actor.ByMember by -> by.organization();
                        })));
        Visibility.mark(consent, codes);
    }

    /** Whether it is marked so. */
    static boolean isDeleting(Consent consent) {
        return Visibility.codes(consent).contains(Visibility.DELETING);
    }

    /**
     * Stores the outcome, unless that was done before, and tells the registrar. What is deleted stays deleted, and is deleted in a
     * transaction after the one that stored its end.
     *
     * @return the Consent, also if it was deleted
     */
    synchronized Consent store(RecordingOutcome.InForce outcome) {
        String id = outcome.consentResourceId();
        Consent consent =
                store.beforeDeletion(Consent.class, id).orElseGet(() -> store.inTransaction(() -> storeOnce(outcome)));
        if (isDeleting(consent)) {
            store.delete(Consent.class, id, Writer.LEDGER);
        }
        registrar.stored(outcome.operationId());
        return consent;
    }

    /** Stores whatever became final without being stored: after a crash, or after an answer of 202. */
    void heal() {
        heal(registrar.notStored());
    }

    /** The same for one Consent. */
    void heal(String id) {
        heal(registrar.notStored().stream()
                .filter(outcome -> outcome.consentResourceId().equals(id))
                .toList());
    }

    private void heal(List<RecordingOutcome.InForce> waiting) {
        for (RecordingOutcome.InForce outcome : waiting) {
            store(outcome);
            LOG.info("stored Consent/{} of operation {}", outcome.consentResourceId(), outcome.operationId());
        }
    }

    /**
     * Shows a restriction that holds at this site while the ledger does not know it yet; does nothing if the ledger's word was
     * stored meanwhile, or the Consent was deleted with it.
     */
    synchronized void showClosing(Consent closing) {
        String id = closing.getIdElement().getIdPart();
        if (read(id).filter(RecordedConsents::isOpenOrEnding).isEmpty()) {
            return;
        }
        closing.setId(id); // of no version: to end a Consent is refused for none
        ConsentStanding.set(closing, own, ConsentState.PENDING, ConsentStanding.sequence(closing));
        markBesides(closing, Visibility.LOCAL);
        store.put(closing, Writer.LEDGER);
    }

    private static boolean isOpenOrEnding(Consent stored) {
        return stored.getStatus() == Consent.ConsentState.ACTIVE || ConsentStanding.isPending(stored);
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
        markBesides(consent, Visibility.LOCAL);
        if (before.filter(b -> isNewer(b, outcome)).isPresent()) {
            return before.get();
        }
        Set<String> codes = Visibility.codes(consent);
        ResourceStore.Stored stored = store.put(consent, Writer.LEDGER);
        if (!outcome.closing()) {
            before.ifPresent(replaced -> unmark(replaced, stored.id(), codes));
        }
        store.put(provenance(consent, stored, outcome), Writer.LEDGER);
        return (Consent) stored.resource();
    }

    /** Marks it besides what only this server can have marked it with. */
    private static void markBesides(Consent consent, String code) {
        Set<String> codes = new HashSet<>(Visibility.codes(consent));
        codes.add(code);
        Visibility.mark(consent, codes);
    }

    /** Takes off what only the replaced terms named. */
    private void unmark(Consent replaced, String id, Set<String> kept) {
        Set<String> codes = new HashSet<>(Visibility.codes(replaced));
        codes.removeAll(kept);
        if (!codes.isEmpty()) {
            store.untag(Consent.class, id, Visibility.SYSTEM, codes, Writer.LEDGER);
        }
    }

    /** An operation that comes late must not undo a later one; a closed consent never opens again. */
    private static boolean isNewer(Consent stored, RecordingOutcome.InForce outcome) {
        boolean closed = stored.getStatus() != Consent.ConsentState.ACTIVE;
        return !outcome.closing() && (closed || ConsentStanding.sequence(stored) > outcome.sequence());
    }

    private static String activity(Consent consent, ResourceStore.Stored stored) {
        if (isDeleting(consent)) {
            return "DELETE";
        }
        return stored.created() ? "CREATE" : "UPDATE";
    }

    private Provenance provenance(Consent consent, ResourceStore.Stored stored, RecordingOutcome.InForce outcome) {
        return RecordedProvenance.of(stored.versionedReference(), outcome.blockTime(), activity(consent, stored))
                .author((consent.hasPerformer() ? consent.getPerformerFirstRep() : consent.getPatient()).copy())
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
