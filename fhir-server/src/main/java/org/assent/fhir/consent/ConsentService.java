package org.assent.fhir.consent;

import java.time.ZoneId;
import org.assent.custody.consent.ConsentRegistrar;
import org.assent.fhir.enforcement.Disclosure;
import org.assent.fhir.enforcement.LocalReferences;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.organization.Members;
import org.assent.ledger.identity.OrganizationId;

/** The parts of this package, wired: what is served and what is done in the background. */
public final class ConsentService {

    private final ConsentInteractions interactions;
    private final ConsentStatus status;
    private final RecordedConsents recorded;

    /**
     * Wires them.
     *
     * @param zone the custodian's, for partial dates
     * @param base FHIR base address
     */
    public ConsentService(
            OrganizationId own,
            ZoneId zone,
            String base,
            ResourceStore store,
            Disclosure disclosure,
            Members members,
            ConsentRegistrar registrar) {
        LocalReferences references = new LocalReferences(store, base);
        ConsentCompiler compiler = new ConsentCompiler(own, new ConsentPeriods(zone));
        ConsentTexts texts =
                new ConsentTexts(store, compiler, patient -> new StoredNames(store, references, members, patient));
        this.recorded = new RecordedConsents(store, registrar, own);
        this.status = new ConsentStatus(registrar, recorded, disclosure, base);
        ConsentRecorder recorder =
                new ConsentRecorder(texts, new ConsentParties(own, references, members), recorded, registrar);
        this.interactions = new ConsentInteractions(store, disclosure, base, recorder, status);
    }

    /** The Consent endpoint. */
    public ConsentInteractions interactions() {
        return interactions;
    }

    /** The status operation. */
    public ConsentStatus status() {
        return status;
    }

    /** Stores what became final without being stored. */
    public void heal() {
        recorded.heal();
    }
}
