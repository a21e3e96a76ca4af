package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assent.custody.study.StudyCatalogue;
import org.assent.custody.study.StudyDescription;
import org.assent.ledger.commitment.ManifestEntry;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.Jdbi;

/** The archive as registration sees it, and the list of studies that other sites share. Thread-safe. */
public final class ArchiveCatalogue implements StudyCatalogue {

    private final Archive archive;
    private final Jdbi jdbi;
    private final Duration quiet;
    private final Clock clock;

    /**
     * Makes the view.
     *
     * @param quiet how long nothing must have come for a study before it is registered
     */
    public ArchiveCatalogue(Archive archive, SiteDatabase database, Duration quiet, Clock clock) {
        this.archive = archive;
        this.jdbi = database.jdbi();
        this.quiet = quiet;
        this.clock = clock;
    }

    @Override
    public List<Unregistered> awaitingRegistration(int limit) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select study_uid, revision from dicomweb.study where origin = ''"
                                + " and revision > registered_revision and changed_at <= :before order by changed_at, id limit :limit")
                .bind("before", clock.millis() - quiet.toMillis())
                .bind("limit", limit)
                .map((row, context) -> new Unregistered(row.getString(1), row.getLong(2)))
                .list());
    }

    @Override
    public Optional<StudyDescription> describe(String studyInstanceUid) {
        return jdbi.withHandle(handle -> DescribedStudy.read(handle, studyInstanceUid));
    }

    @Override
    public boolean holds(String studyInstanceUid) {
        return archive.holds(studyInstanceUid);
    }

    @Override
    public List<ManifestEntry> manifest(String studyInstanceUid) {
        List<ManifestEntry> entries = new ArrayList<>();
        try {
            for (StoredInstance instance : archive.ofStudy(studyInstanceUid)) {
                entries.add(archive.manifestEntry(instance));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the archive could not be read for a manifest", e);
        }
        return entries;
    }

    @Override
    public void registered(String studyInstanceUid, long revision) {
        jdbi.useHandle(handle -> handle.execute(
                "update dicomweb.study set registered_revision = ? where study_uid = ? and origin = ''"
                        + " and registered_revision < ?",
                revision,
                studyInstanceUid,
                revision));
    }

    @Override
    public void shared(StudyDescription study, String sourceOrganization) {
        jdbi.useTransaction(handle -> SharedStudyRows.replace(handle, study, sourceOrganization, clock.millis()));
    }

    @Override
    public void unshared(String studyInstanceUid, String sourceOrganization) {
        jdbi.useHandle(handle -> SharedStudyRows.delete(handle, studyInstanceUid, sourceOrganization));
    }
}
