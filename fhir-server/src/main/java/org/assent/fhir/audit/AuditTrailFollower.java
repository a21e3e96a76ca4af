package org.assent.fhir.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.assent.audit.AccessTrail;
import org.assent.audit.TrailEvent;
import org.assent.fhir.Visibility;
import org.assent.fhir.enforcement.ReservedIds;
import org.assent.fhir.enforcement.StudyUid;
import org.assent.fhir.jpa.ResourceStore;
import org.assent.fhir.jpa.Writer;
import org.assent.ledger.identity.OrganizationId;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;

/**
 * Follows the access log and stores its events as AuditEvents, each once: under the event's own id, and its position in the
 * same transaction. For one thread.
 */
public final class AuditTrailFollower implements AutoCloseable {

    private static final String NAME = "audit-events";
    private static final int AT_ONCE = 200;
    private static final String SHARED_PATIENT = "urn:assent:shared-patient";

    private final ResourceStore store;
    private final Function<String, Optional<OrganizationId>> sourceOf;
    private final AuditEventRendering rendering;
    private final AccessTrail trail;
    private List<TrailEvent> given = List.of();

    /**
     * Goes on where it stood.
     *
     * @param sourceOf which other site's share of a study is in force
     * @param trails opens the log's trail after a position
     */
    public AuditTrailFollower(
            ResourceStore store,
            OrganizationId own,
            Function<String, Optional<OrganizationId>> sourceOf,
            LongFunction<AccessTrail> trails) {
        this.store = store;
        this.sourceOf = sourceOf;
        this.rendering = new AuditEventRendering(own, this::patientOf, this::lasting);
        this.trail = trails.apply(store.positions().of(NAME));
    }

    /** Stores what is new; says whether there may be more at once. */
    public boolean round() {
        if (given.isEmpty()) { // else they could not be stored the last time, and the trail does not give them again
            given = trail.next(AT_ONCE);
        }
        List<TrailEvent> events = given;
        if (events.isEmpty()) {
            return false;
        }
        long position = trail.position();
        store.inTransaction(() -> {
            events.forEach(event -> store.put(rendering.render(event), Writer.AUDIT));
            store.positions().set(NAME, position);
            return true;
        });
        given = List.of();
        return events.size() >= AT_ONCE;
    }

    private Optional<Reference> patientOf(String uid) {
        return StudyUid.read(uid)
                .flatMap(known -> tagged(known, Visibility.study(known)).or(() -> sourceOf.apply(known)
                        .flatMap(source -> tagged(known, Visibility.shared(source, known)))))
                .map(ImagingStudy::getSubject)
                .flatMap(subject ->
                        store.read(Patient.class, subject.getReferenceElement().getIdPart()))
                .map(AuditTrailFollower::lasting);
    }

    private Optional<ImagingStudy> tagged(String uid, String tag) {
        return store.find(ImagingStudy.class, StudyUid.query(uid) + "&_tag=" + Visibility.SYSTEM + "%7C" + tag).stream()
                .findFirst();
    }

    /** The history outlives what others shared, so it names their patients by identifier. */
    private static Reference lasting(Patient patient) {
        return Visibility.isLocal(patient)
                ? new Reference("Patient/" + patient.getIdElement().getIdPart())
                : new Reference().setType("Patient").setIdentifier(patient.getIdentifierFirstRep());
    }

    /**
     * The same of a patient by reference. What is shared may be gone by now, or go later; a literal reference to it would keep
     * the database from forgetting it.
     */
    private Reference lasting(String reference) {
        String id = new IdType(reference).getIdPart();
        if (!ReservedIds.isReserved(id)) {
            return new Reference(reference);
        }
        return store.read(Patient.class, id).map(AuditTrailFollower::lasting).orElseGet(() -> new Reference()
                .setType("Patient")
                .setIdentifier(new Identifier().setSystem(SHARED_PATIENT).setValue(id)));
    }

    @Override
    public void close() {
        trail.close();
    }
}
