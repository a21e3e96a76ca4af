package org.assent.fhir.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import org.assent.fhir.Visibility;
import org.assent.fhir.organization.Members;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** Provenance of what the ledger has recorded: who agreed, whose key signed, and where it is anchored. */
public final class RecordedProvenance {

    private static final String DATA_OPERATION = "http://terminology.hl7.org/CodeSystem/v3-DataOperation";
    private static final String PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";

    private final Provenance provenance = new Provenance();

    private RecordedProvenance() {}

    /**
     * Provenance of one version of a resource.
     *
     * @param target versioned reference
     * @param recorded time of the block
     * @param activity code of v3-DataOperation: CREATE, UPDATE
     */
    public static RecordedProvenance of(String target, Instant recorded, String activity) {
        RecordedProvenance made = new RecordedProvenance();
        made.provenance.addTarget(new Reference(target));
        made.provenance.setRecorded(Date.from(recorded));
        made.provenance.getActivity().addCoding().setSystem(DATA_OPERATION).setCode(activity);
        return made;
    }

    /** Who agreed or made it. */
    public RecordedProvenance author(Reference who) {
        agent("author", who);
        return this;
    }

    /** The organization whose key signed for the ledger, and on whose behalf. */
    public RecordedProvenance custodian(OrganizationId organization, @Nullable Reference onBehalfOf, String how) {
        Provenance.ProvenanceAgentComponent agent = agent("custodian", Members.reference(organization));
        agent.getRoleFirstRep().setText(how);
        if (onBehalfOf != null) {
            agent.setOnBehalfOf(onBehalfOf);
        }
        return this;
    }

    /** What it was made from. */
    public RecordedProvenance source(Optional<Type> evidence) {
        if (evidence.orElse(null) instanceof Reference reference) {
            provenance
                    .addEntity()
                    .setRole(Provenance.ProvenanceEntityRole.SOURCE)
                    .setWhat(reference.copy());
        }
        return this;
    }

    /** Where it is on the ledger. */
    public RecordedProvenance anchor(LedgerAnchor anchor) {
        provenance.addExtension(anchor.extension());
        return this;
    }

    /** The resource, under the id, for those who may see the codes. */
    public Provenance under(String id, Collection<String> codes) {
        provenance.setId(id);
        Visibility.mark(provenance, codes);
        return provenance;
    }

    private Provenance.ProvenanceAgentComponent agent(String type, Reference who) {
        Provenance.ProvenanceAgentComponent agent = provenance.addAgent();
        agent.getType().addCoding().setSystem(PARTICIPANT).setCode(type);
        return agent.setWho(who);
    }
}
