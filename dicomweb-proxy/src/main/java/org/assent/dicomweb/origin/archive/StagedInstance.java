package org.assent.dicomweb.origin.archive;

import java.nio.file.Path;
import org.assent.dicom.TransferSyntax;
import org.assent.dicom.io.DicomFile.Preamble;
import org.assent.dicom.io.InstanceIdentity;

/**
 * An instance that was received and understood, and waits to be stored with the others of its request.
 *
 * @param identity its UIDs
 * @param transferSyntax how it is encoded
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 * @param length bytes
 * @param file where it waits
 * @param sidecar where its sidecar waits
 * @param rows what the index will hold of it
 * @param preamble how the file starts
 */
public record StagedInstance(
        InstanceIdentity identity,
        TransferSyntax transferSyntax,
        String sha256,
        long length,
        Path file,
        Path sidecar,
        IndexRows rows,
        Preamble preamble) {}
