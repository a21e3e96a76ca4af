package org.assent.fhir.consent;

import org.assent.custody.consent.ConsentRegistrar;
import org.assent.fhir.FhirParts;
import org.assent.fhir.FhirSettings;
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
    private final ExplainDecision explain;
    private final DryRun dryRun;

    /** Wires them. */
    public ConsentService(
            FhirSettings settings, FhirParts parts, ResourceStore store, Disclosure disclosure, Members members) {
        ConsentRegistrar registrar = parts.registrar();
        OrganizationId own = settings.organization();
        String base = settings.fhirBase();
        LocalReferences references = new LocalReferences(store, base);
        ConsentCompiler compiler = new ConsentCompiler(own, new ConsentPeriods(settings.zone()));
        ConsentTexts texts = new ConsentTexts(
                parts.consents(), store, compiler, patient -> new StoredNames(store, references, members, patient));
        this.recorded = new RecordedConsents(store, registrar, own);
        this.status = new ConsentStatus(registrar, recorded, disclosure, base);
        ConsentChecks checks = new ConsentChecks(texts, new ConsentParties(own, references, members));
        ConsentEffects effects = new ConsentEffects(own, parts.ledger(), parts.rehearsal());
        ConsentRecorder recorder = new ConsentRecorder(parts.consents(), texts, checks, effects, recorded, registrar);
        this.explain = new ExplainDecision(references, members, parts.rehearsal(), disclosure);
        this.dryRun = new DryRun(checks, effects, recorded, disclosure);
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

    /** Explains decisions. */
    public ExplainDecision explain() {
        return explain;
    }

    /** Tries Consents. */
    public DryRun dryRun() {
        return dryRun;
    }

    /** Stores what became final without being stored. */
    public void heal() {
        recorded.heal();
    }
}
