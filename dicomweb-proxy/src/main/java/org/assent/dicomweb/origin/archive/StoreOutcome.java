package org.assent.dicomweb.origin.archive;

/** What became of a staged instance. */
public enum StoreOutcome {
    /** It is stored. */
    STORED,
    /** The very same bytes were stored before. */
    ALREADY_STORED,
    /** Other bytes are stored under its SOPInstanceUID; they are kept (DW-S-08). */
    OTHER_BYTES_STORED,
    /** Its study belongs to another patient (DW-E-10). */
    OTHER_PATIENT,
    /** The archive could not be written. */
    ARCHIVE_FAILED
}
