package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.assent.dicom.AttributePath;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.pixel.FrameIndex;
import org.assent.dicom.pixel.FrameReader;
import org.assent.dicom.source.FileSource;
import org.assent.ledger.commitment.ManifestEntry;
import org.assent.store.SiteDatabase;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded archive: instances as they were received, and an index of them. Thread-safe.
 *
 * <p>What {@link #store} answered for is on disk, file first and index after it; a crash between the two is tidied up at
 * the next start. Nothing that reads parses DICOM.
 */
public final class Archive {

    private static final Logger LOG = LoggerFactory.getLogger(Archive.class);
    private static final int BATCH = 200;

    private final SiteDatabase database;
    private final InstanceFiles files;
    private final InstanceIndex index;
    private final Staging staging;
    private final FrameIndexCache frameIndexes = new FrameIndexCache();
    private final Clock clock;
    private final ReentrantLock storing = new ReentrantLock();

    private Archive(SiteDatabase database, InstanceFiles files, String defaultIssuer, Clock clock) {
        this.database = database;
        this.files = files;
        this.index = new InstanceIndex(database.jdbi());
        this.staging = new Staging(files, defaultIssuer);
        this.clock = clock;
    }

    /**
     * Opens the archive, brings its schema up to date and tidies up after a crash.
     *
     * @param root its folder, made if it is not there
     * @param defaultIssuer issuer of patient ids that name none
     * @param minimumFreeBytes free space below which nothing more is taken
     */
    public static Archive open(
            SiteDatabase database, Path root, String defaultIssuer, long minimumFreeBytes, Clock clock)
            throws IOException {
        database.migrate("dicomweb");
        InstanceFiles files = new InstanceFiles(root, minimumFreeBytes);
        List<String> unknown = Reconciliation.run(database.jdbi(), files);
        Archive archive = new Archive(database, files, defaultIssuer, clock);
        new Adoption(archive, files).adopt(unknown);
        return archive;
    }

    /** Takes instances in, before they are stored. */
    public Staging staging() {
        return staging;
    }

    /**
     * Stores staged instances durably and tells of each what became of it. Takes what was staged away in any case.
     *
     * <p>A few transactions for any number of instances; one that fails leaves nothing of its instances.
     */
    public Map<StagedInstance, StoreOutcome> store(List<StagedInstance> staged) {
        Map<StagedInstance, StoreOutcome> outcomes = new LinkedHashMap<>();
        try {
            for (int i = 0; i < staged.size(); i += BATCH) {
                outcomes.putAll(storeBatch(staged.subList(i, Math.min(staged.size(), i + BATCH))));
            }
        } finally {
            discard(staged);
        }
        return outcomes;
    }

    /** Takes away what was staged and shall not be stored. */
    public void discard(List<StagedInstance> staged) {
        for (StagedInstance instance : staged) {
            InstanceFiles.discard(instance.file());
            InstanceFiles.discard(instance.sidecar());
        }
    }

    private Map<StagedInstance, StoreOutcome> storeBatch(List<StagedInstance> batch) {
        List<String> kept = new ArrayList<>();
        storing.lock();
        try {
            InstanceFiles.force(batch);
            return database.jdbi().inTransaction(handle -> {
                var outcomes = new IndexWriter(handle, clock.millis()).write(batch);
                kept.addAll(files.keep(batch.stream()
                        .filter(instance -> outcomes.get(instance) == StoreOutcome.STORED)
                        .toList()));
                return outcomes;
            });
        } catch (IOException | JdbiException e) {
            LOG.error("a batch of {} instances could not be stored", batch.size(), e);
            files.remove(kept);
            Map<StagedInstance, StoreOutcome> outcomes = new LinkedHashMap<>();
            batch.forEach(instance -> outcomes.put(instance, StoreOutcome.ARCHIVE_FAILED));
            return outcomes;
        } finally {
            storing.unlock();
        }
    }

    /** Whether a study is held here. */
    public boolean holds(String study) {
        return index.holds(study);
    }

    /** The revision of a study that is held here: it counts up with every change. */
    public Optional<Long> revision(String study) {
        return index.revision(study);
    }

    /** One instance; empty also if the three UIDs do not belong together. */
    public Optional<StoredInstance> find(String study, String series, String instance) {
        return index.find(study, series, instance);
    }

    /** All instances of a study, by SeriesNumber and InstanceNumber; none if it is not held here. */
    public List<StoredInstance> ofStudy(String study) {
        return index.ofStudy(study);
    }

    /** All instances of a series, by InstanceNumber; none if it is not held here. */
    public List<StoredInstance> ofSeries(String study, String series) {
        return index.ofSeries(study, series);
    }

    /** Opens the bytes of an instance as they were received. */
    public FileSource open(StoredInstance instance) throws IOException {
        return FileSource.open(files.file(instance.sha256()));
    }

    /** Parses an instance, for the conversion to another transfer syntax. */
    public DicomFile parse(FileSource source) throws IOException {
        return Staging.parseStored(source);
    }

    /**
     * Writes the metadata of an instance as one JSON object.
     *
     * @param baseUrl address of the service in ASCII
     */
    public void writeMetadata(StoredInstance instance, byte[] baseUrl, OutputStream out) throws IOException {
        Path sidecar = files.sidecar(instance.sha256());
        PreparedJson json;
        try {
            json = Sidecar.json(sidecar);
        } catch (NoSuchFileException | Sidecar.DamagedException e) {
            prepareAgain(instance, e);
            json = Sidecar.json(sidecar);
        }
        json.writeTo(out, baseUrl);
    }

    /** Where the frames of an instance lie. */
    public FrameIndex frameIndex(StoredInstance instance) throws IOException {
        FrameIndex known = frameIndexes.get(instance.sha256());
        if (known != null) {
            return known;
        }
        FrameIndex found = aids(instance).index();
        frameIndexes.put(instance.sha256(), found);
        return found;
    }

    /** Reads frames of an instance; the caller closes the source. */
    public FrameReader frames(StoredInstance instance, FileSource source) throws IOException {
        return new FrameReader(frameIndex(instance), source);
    }

    /** A value that metadata gives by reference, if there is one at this path. */
    public Optional<BulkData> bulkData(StoredInstance instance, AttributePath path) throws IOException {
        return aids(instance).bulk().stream()
                .filter(value -> value.path().equals(path))
                .findFirst()
                .map(BulkData::of);
    }

    /** What an instance puts into the manifest of its study. */
    public ManifestEntry manifestEntry(StoredInstance instance) throws IOException {
        ReadingAids aids = aids(instance);
        return new ManifestEntry(
                instance.instance(), instance.transferSyntax().uid().value(), aids.outsidePixelData(), aids.frames());
    }

    private ReadingAids aids(StoredInstance instance) throws IOException {
        Path sidecar = files.sidecar(instance.sha256());
        try {
            return Sidecar.aids(sidecar);
        } catch (NoSuchFileException | Sidecar.DamagedException e) {
            prepareAgain(instance, e);
            return Sidecar.aids(sidecar);
        }
    }

    private void prepareAgain(StoredInstance instance, IOException reason) throws IOException {
        LOG.warn(
                "made the reading aids of an instance again: {}",
                reason.getClass().getSimpleName());
        files.replaceSidecar(instance.sha256(), staging.sidecarOf(files.file(instance.sha256())));
    }
}
