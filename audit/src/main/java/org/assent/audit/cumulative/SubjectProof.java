package org.assent.audit.cumulative;

import java.util.List;
import java.util.Optional;
import org.assent.ledger.bytes.Bytes32;
import org.assent.ledger.identity.OrganizationId;
import org.assent.ledger.identity.SubjectId;
import org.assent.ledger.tree.StateProof;

/**
 * All entries of one subject in the access log of one organization, with what shows that they are all. Holds what the log
 * holds of the subject, so it is for the patient and the organization's privacy officer alone. What it proves is for
 * {@link SubjectProofVerifier} to say.
 *
 * @param organization whose log
 * @param subject whose entries
 * @param logKey hides the subject in the map
 * @param entries in their order, possibly none
 * @param leafSalt of the subject's value in the map; of no meaning if there are no entries
 * @param path from the anchored root to the value, or to where it would be
 * @param anchor where the root stands on the ledger
 */
public record SubjectProof(
        OrganizationId organization,
        SubjectId subject,
        Bytes32 logKey,
        List<Entry> entries,
        Bytes32 leafSalt,
        StateProof path,
        LogAnchor anchor) {

    /**
     * One entry.
     *
     * @param interval number of the access or refusal that it belongs to
     * @param salted its salted hash
     * @param opening what it says; empty where only the chain is shown
     */
    public record Entry(long interval, Bytes32 salted, Optional<Opening> opening) {}

    /**
     * What an entry says.
     *
     * @param salt of the entry
     * @param json the entry as the durable log has it
     */
    public record Opening(Bytes32 salt, String json) {}

    public SubjectProof {
        entries = List.copyOf(entries);
    }
}
