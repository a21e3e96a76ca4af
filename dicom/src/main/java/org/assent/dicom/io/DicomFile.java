package org.assent.dicom.io;

import org.assent.dicom.DicomParseException;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.data.DataSet;
import org.assent.dicom.source.ByteSource;

/**
 * One parsed DICOM file: its attributes, and where its large values lie.
 *
 * <p>Immutable. Valid until its source is closed.
 */
public final class DicomFile {
    private final ByteSource source;
    private final ByteSource dataSetSource;
    private final Preamble preamble;
    private final DataSet fileMeta;
    private final DataSet dataSet;
    private final TransferSyntax transferSyntax;
    private final long trailingBytes;

    DicomFile(
            ByteSource source,
            ByteSource dataSetSource,
            Preamble preamble,
            DataSet fileMeta,
            DataSet dataSet,
            TransferSyntax transferSyntax,
            long trailingBytes) {
        this.source = source;
        this.dataSetSource = dataSetSource;
        this.preamble = preamble;
        this.fileMeta = fileMeta;
        this.dataSet = dataSet;
        this.transferSyntax = transferSyntax;
        this.trailingBytes = trailingBytes;
    }

    /** The first 128 bytes and the prefix {@code DICM} (PS3.10 §7.1). */
    public enum Preamble {
        /** Present, all zero. */
        ZERO,
        /** Present with other content: the file may be of another format too (PS3.10 §7.5). */
        NOT_ZERO,
        /** Absent; the file starts with the prefix or with File Meta Information. Tolerated. */
        MISSING
    }

    /** The bytes of the file. */
    public ByteSource source() {
        return source;
    }

    /** The bytes that offsets of values count in: the file, or of a deflated one its inflated data set. */
    public ByteSource dataSetSource() {
        return dataSetSource;
    }

    /** How the file starts. */
    public Preamble preamble() {
        return preamble;
    }

    /** File Meta Information, group 0002. */
    public DataSet fileMeta() {
        return fileMeta;
    }

    /** The data set, without group 0002. */
    public DataSet dataSet() {
        return dataSet;
    }

    /** How the data set is encoded. */
    public TransferSyntax transferSyntax() {
        return transferSyntax;
    }

    /** The number of bytes behind the data set that are not part of it; usually 0. */
    public long trailingBytes() {
        return trailingBytes;
    }

    /**
     * The UIDs of the instance.
     *
     * <p>They are those of the data set. Whether File Meta Information agrees tells {@link #fileMetaAgrees()}.
     *
     * @throws DicomParseException if one is absent or not a UID, or if the file is a DICOMDIR
     */
    public InstanceIdentity identity() throws DicomParseException {
        return InstanceIdentity.of(fileMeta, dataSet);
    }

    /**
     * Whether File Meta Information names the same instance and SOP class as the data set.
     *
     * <p>Some writers keep the UIDs of the file that theirs was made from. Such a file is stored under the UIDs of its data
     * set; a Store response may warn of it.
     *
     * @throws DicomParseException as {@link #identity()}
     */
    public boolean fileMetaAgrees() throws DicomParseException {
        return identity().agreesWith(fileMeta);
    }
}
