package org.assent.custody.decision;

import java.util.function.Consumer;
import org.assent.decision.AccessDecision;
import org.assent.decision.request.Operation;
import org.assent.decision.request.Requester;
import org.assent.ledger.identity.SubjectId;

/**
 * The one decision point of a site, for FHIR, DICOMweb, tokens and transfers between sites. Thread-safe; a decision
 * reads memory only.
 *
 * <p>For studies held here it is the authority. For studies that other sites share with this one it says whether this
 * site's own people may see them; the source decides again on its own copy of the ledger.
 */
public interface DecisionPoint {

    /** Decides about one study, held here or shared with this site. */
    AccessDecision decide(Requester requester, String studyInstanceUid, Operation operation);

    /**
     * What the requester may find, as a condition to put into a query before counting and paging. Agrees with
     * {@link #decide} for every study.
     */
    Findable findable(Requester requester, Operation operation);

    /**
     * Decides about every study of a local Patient that is held here, all at one height: what a search of another organization
     * rests on, whose token is about one Patient. Agrees with {@link #decide} for each of them; nothing is permitted while the
     * site cannot decide for others.
     *
     * @param patientId logical id of the Patient
     */
    PatientListing listing(Requester requester, String patientId, Operation operation);

    /**
     * Calls back, on the thread that noticed and so quickly to be left, whenever what may be seen of a subject's studies may
     * have changed: a block, a restriction taken here, the end of a period, a ledger grown stale. Whoever is called asks
     * {@link #decide} again.
     */
    void onChange(Consumer<SubjectId> listener);

    /**
     * Whether the site as a whole can decide for other organizations now; false while the ledger is stale.
     */
    boolean currentEnoughForOthers();
}
