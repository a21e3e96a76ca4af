package org.assent.custody.study;

import java.util.List;
import java.util.Optional;
import org.assent.ledger.commitment.ManifestEntry;

/**
 * The archive as registration sees it; {@code dicomweb-proxy} implements it over its index.
 *
 * <p>The archive counts up a study's revision with every stored or deleted instance, in the same transaction.
 */
public interface StudyCatalogue {

    /**
     * A study whose newest revision is not registered yet.
     *
     * @param studyInstanceUid which
     * @param revision the archive's revision, from 1
     */
    record Unregistered(String studyInstanceUid, long revision) {}

    /** Studies that wait for registration and have been quiet for a moment, oldest first, at most {@code limit}. */
    List<Unregistered> awaitingRegistration(int limit);

    /** What the study is; empty if it is no longer there. */
    Optional<StudyDescription> describe(String studyInstanceUid);

    /**
     * Whether the study is held here, registered or not. Asked only for the site's own people and only for a study that
     * registration has not seen yet; worth one cheap look into the index.
     */
    default boolean holds(String studyInstanceUid) {
        return describe(studyInstanceUid).isPresent();
    }

    /** What its bytes are, one entry an instance, in any order; empty if it is no longer there. */
    List<ManifestEntry> manifest(String studyInstanceUid);

    /** The given revision is registered on the ledger and visible as available. */
    void registered(String studyInstanceUid, long revision);

    /** A study of another site was shared, or its description changed: list it while the decision permits. */
    void shared(StudyDescription study, String sourceOrganization);

    /** A study of another site is no longer shared and was forgotten. */
    void unshared(String studyInstanceUid, String sourceOrganization);
}
