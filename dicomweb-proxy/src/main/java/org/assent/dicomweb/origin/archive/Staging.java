package org.assent.dicomweb.origin.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.assent.dicom.DicomParseException;
import org.assent.dicom.DicomParseException.Reason;
import org.assent.dicom.Tag;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.io.DicomFile;
import org.assent.dicom.io.DicomReader;
import org.assent.dicom.io.InstanceIdentity;
import org.assent.dicom.pixel.FrameIndex;
import org.assent.dicom.source.FileSource;

/**
 * Takes one instance in: to disk, hashed on the way, then parsed and prepared for reading. Nothing is stored yet.
 *
 * <p>Thread-safe. What it leaves under {@code incoming} is the caller's to store or discard.
 */
public final class Staging {

    private final InstanceFiles files;
    private final DicomReader reader = new DicomReader();
    private final String defaultIssuer;

    Staging(InstanceFiles files, String defaultIssuer) {
        this.files = files;
        this.defaultIssuer = defaultIssuer;
    }

    /** The archive, not the client, is the reason that an instance cannot be taken: it is full, or its disk fails. */
    public static final class ArchiveFullException extends Exception {
        private static final long serialVersionUID = 1L;

        ArchiveFullException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * Takes the bytes of one instance.
     *
     * @param in the bytes, read to their end
     * @throws DicomParseException if they are not an instance that can be stored
     * @throws ArchiveFullException if the archive cannot be written
     * @throws IOException if they cannot be read
     */
    public StagedInstance stage(InputStream in) throws DicomParseException, ArchiveFullException, IOException {
        InstanceFiles.Received received;
        try {
            received = files.receive(in);
        } catch (InstanceFiles.NoSpaceException | InstanceFiles.DiskException e) {
            throw new ArchiveFullException(e);
        }
        boolean staged = false;
        try {
            StagedInstance instance = prepare(received);
            staged = true;
            return instance;
        } catch (IOException e) {
            throw new ArchiveFullException(e);
        } finally {
            if (!staged) {
                InstanceFiles.discard(received.file());
            }
        }
    }

    private StagedInstance prepare(InstanceFiles.Received received) throws DicomParseException, IOException {
        try (FileSource source = FileSource.open(received.file())) {
            DicomFile file = reader.read(source);
            InstanceIdentity identity = file.identity();
            checkPatientId(file.dataSet());
            int frames = FrameIndex.of(file).frameCount();
            IndexRows rows = IndexRows.of(file.dataSet(), defaultIssuer, frames);
            Path sidecar = files.writeSidecar(Sidecar.of(file, path(identity)));
            return new StagedInstance(
                    identity,
                    file.transferSyntax(),
                    received.sha256(),
                    received.length(),
                    received.file(),
                    sidecar,
                    rows,
                    file.preamble());
        }
    }

    /** Makes the sidecar of a stored instance again. */
    byte[] sidecarOf(Path stored) throws IOException {
        try (FileSource source = FileSource.open(stored)) {
            DicomFile file = reader.read(source);
            return Sidecar.of(file, path(file.identity()));
        } catch (DicomParseException e) {
            throw new IOException("a stored instance can no longer be read: " + e.reason(), e);
        }
    }

    /** Parses a stored instance. */
    static DicomFile parseStored(FileSource source) throws IOException {
        try {
            return new DicomReader().read(source);
        } catch (DicomParseException e) {
            throw new IOException("a stored instance can no longer be read: " + e.reason(), e);
        }
    }

    private static String path(InstanceIdentity identity) {
        return "/studies/" + identity.study() + "/series/" + identity.series() + "/instances/" + identity.instance();
    }

    /** Two patients must never look the same because their numbers were cut off. */
    private static void checkPatientId(DataSet dataSet) throws DicomParseException {
        for (Tag tag : new Tag[] {Tag.PATIENT_ID, Tag.ISSUER_OF_PATIENT_ID}) {
            if (dataSet.string(tag).orElse("").length() > MatchingForm.MAX_LENGTH) {
                throw new DicomParseException(
                        Reason.MALFORMED, tag + " is longer than " + MatchingForm.MAX_LENGTH + " characters.");
            }
        }
    }
}
